package io.plimsoll.watcher.term;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.util.function.LongConsumer;

/** A lock that notes, by machine time, when a renewal that the API server took was asked for. */
record NotedLock(Lock lock, LongConsumer renewedNanos) implements Lock {

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
        long asked = System.nanoTime();
        lock.create(client, record);
        renewedNanos.accept(asked);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
        long asked = System.nanoTime();
        lock.update(client, record);
        renewedNanos.accept(asked);
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
