package io.plimsoll.simulator.nodelifecycle;

import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Removes pods whose node is gone (after 40 s, in case it returns), and the oldest finished pods beyond a number.
 */
public final class PodGarbage implements Reconciler {

    private static final Duration QUARANTINE = Duration.ofSeconds(40);
    private static final String FINISHED = "#finished";

    private final Cluster cluster;
    private final int finishedKept;
    private final Queue<String> finished = new ArrayDeque<>();

    public PodGarbage(Cluster cluster, int finishedKept) {
        this.cluster = cluster;
        this.finishedKept = finishedKept;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        PodView pod = change.pod();
        if (change.node() != null && change.deleted()) {
            String node = change.node().name();
            if (!cluster.podsOnNode(node).isEmpty()) {
                queue.addAt(node, cluster.now().plus(QUARANTINE));
            }
        } else if (pod != null && !change.deleted()) {
            boolean before = change.podBefore() != null && change.podBefore().finished();
            if (pod.finished() && !before) {
                finished.add(pod.key());
                queue.add(FINISHED);
            }
            if (pod.bound() && cluster.node(pod.nodeName()) == null) {
                queue.addAt(pod.nodeName(), cluster.now().plus(QUARANTINE));
            }
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        if (key.equals(FINISHED)) {
            while (finished.size() > finishedKept) {
                PodView pod = cluster.pod(finished.remove());
                if (pod != null && pod.finished()) {
                    cluster.delete(pod, DeleteOptions.IMMEDIATE);
                }
            }
            return;
        }
        if (cluster.node(key) != null) {
            return; // it came back
        }
        for (PodView pod : List.copyOf(cluster.podsOnNode(key))) {
            cluster.edit(
                    pod,
                    tree -> Conditions.set(
                            tree, "DisruptionTarget", true, "DeletionByPodGC", "PodGC: node no longer exists", now));
            cluster.delete(pod, DeleteOptions.IMMEDIATE);
        }
    }
}
