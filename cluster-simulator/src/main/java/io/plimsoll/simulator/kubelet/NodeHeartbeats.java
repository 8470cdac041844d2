package io.plimsoll.simulator.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;

/** Renews each node's Lease; the nodes' turns are spread evenly over the interval. */
final class NodeHeartbeats implements Reconciler {

    private static final String NAMESPACE = "kube-node-lease";

    private final Cluster cluster;
    private final Duration interval;
    private final NodeLiveness liveness;

    NodeHeartbeats(Cluster cluster, Duration interval, NodeLiveness liveness) {
        this.cluster = cluster;
        this.interval = interval;
        this.liveness = liveness;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        if (interval.isZero() || change.node() == null || change.deleted() || change.nodeBefore() != null) {
            return;
        }
        long offset = Math.floorMod(change.node().name().hashCode(), Math.max(1, interval.toMillis()));
        queue.addAt(change.node().name(), cluster.now().plusMillis(offset));
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        NodeView node = cluster.node(key);
        if (node == null) {
            return;
        }
        if (liveness.alive(key)) {
            renew(node, now);
        }
        queue.addAt(key, now.plus(interval));
    }

    private void renew(NodeView node, Instant now) {
        if (cluster.store().find(ResourceTypes.LEASE, NAMESPACE, node.name()).isPresent()) {
            cluster.store().modify(ResourceTypes.LEASE, NAMESPACE, node.name(), lease -> Fields.ensure(lease, "spec")
                    .put("renewTime", Fields.microTime(now)));
            return;
        }
        ObjectNode lease = Fields.object();
        ObjectNode metadata = Fields.ensure(lease, "metadata").put("name", node.name());
        metadata.put("namespace", NAMESPACE)
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", node.name())
                .put("uid", node.uid());
        Fields.ensure(lease, "spec")
                .put("holderIdentity", node.name())
                .put("leaseDurationSeconds", 40)
                .put("renewTime", Fields.microTime(now));
        cluster.store().create(ResourceTypes.LEASE, lease);
    }
}
