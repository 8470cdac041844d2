package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.List;

/** Keeps as many pods of a ReplicaSet as it asks for. */
public final class ReplicaSetController implements Reconciler {

    private static final String COMPONENT = "replicaset-controller";

    private final Cluster cluster;

    public ReplicaSetController(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        PodView pod = change.pod();
        if (pod != null) {
            OwnerRef controller = pod.controller();
            if (controller != null && controller.kind().equals("ReplicaSet")) {
                queue.add(pod.namespace() + "/" + controller.name());
            }
        } else if (change.of(ResourceTypes.REPLICA_SET)) {
            queue.add(change.key());
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        StoredObject set = cluster.find(ResourceTypes.REPLICA_SET, key);
        if (set == null) {
            return;
        }
        List<PodView> pods = Replicas.active(cluster.podsOfController(set.uid()));
        if (!set.deleting()) {
            int missing = Replicas.wanted(set) - pods.size();
            for (int i = 0; i < missing; i++) {
                create(set);
            }
            if (missing < 0) {
                pods.stream().sorted(Replicas.FIRST_TO_GO).limit(-missing).forEach(pod -> delete(set, pod));
            }
            if (missing != 0) {
                queue.add(key); // count again with the new ones in view
                return;
            }
        }
        long minReady = set.at("spec", "minReadySeconds").asLong(0);
        writeStatus(set, pods, Replicas.available(pods, minReady, now));
        Replicas.nextAvailable(pods, minReady, now).ifPresent(at -> queue.addAt(key, at));
    }

    private void create(StoredObject set) {
        ObjectNode pod = Templates.pod(set);
        Fields.ensure(pod, "metadata").put("generateName", set.name() + "-");
        StoredObject created = cluster.store().create(ResourceTypes.POD, pod);
        cluster.events().routine(set.json(), COMPONENT, "SuccessfulCreate", "Created pod: " + created.name());
    }

    private void delete(StoredObject set, PodView pod) {
        cluster.delete(pod, DeleteOptions.GRACEFUL);
        cluster.events().routine(set.json(), COMPONENT, "SuccessfulDelete", "Deleted pod: " + pod.name());
    }

    private void writeStatus(StoredObject set, List<PodView> pods, int available) {
        cluster.edit(set, tree -> {
            ObjectNode status = Fields.ensure(tree, "status");
            status.put("replicas", pods.size());
            status.put("fullyLabeledReplicas", pods.size());
            status.put("readyReplicas", Replicas.ready(pods));
            status.put("availableReplicas", available);
            status.put("observedGeneration", set.at("metadata", "generation").asLong());
        });
    }
}
