package io.plimsoll.simulator.nodelifecycle;

import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Taint;
import io.plimsoll.simulator.store.DeleteOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletes pods from nodes with NoExecute taints they don't tolerate, or no longer do. Budgets aren't consulted. */
public final class TaintEviction implements Reconciler {

    private static final String COMPONENT = "taint-eviction-controller";

    private final Cluster cluster;

    public TaintEviction(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        NodeView node = change.node();
        PodView pod = change.pod();
        if (node != null && !change.deleted()) {
            boolean was = change.nodeBefore() != null && expels(change.nodeBefore());
            if (was || expels(node)) {
                cluster.podsOnNode(node.name()).forEach(there -> queue.add(there.key()));
            }
        } else if (pod != null && !change.deleted() && pod.bound()) {
            boolean bound = change.podBefore() == null || !change.podBefore().bound();
            NodeView there = cluster.node(pod.nodeName());
            if (bound && there != null && expels(there)) {
                queue.add(pod.key());
            }
        }
    }

    private static boolean expels(NodeView node) {
        return node.taints().stream().anyMatch(taint -> taint.effect().equals(Taint.NO_EXECUTE));
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        PodView pod = cluster.pod(key);
        NodeView node = pod == null ? null : cluster.node(pod.nodeName());
        if (pod == null || node == null || pod.terminating() || pod.finished()) {
            return;
        }
        List<Taint.Toleration> tolerations = pod.tolerations();
        for (Taint taint : node.taints()) {
            if (!taint.effect().equals(Taint.NO_EXECUTE)) {
                continue;
            }
            Optional<Long> seconds = taint.toleratedSeconds(tolerations);
            if (seconds.filter(s -> s == Long.MAX_VALUE).isPresent()) {
                continue;
            }
            Instant since = taint.timeAdded() == null ? now : taint.timeAdded();
            Instant due = since.plusSeconds(seconds.orElse(0L));
            if (due.isAfter(now)) {
                queue.addAt(key, due);
            } else {
                evict(pod, now);
                return;
            }
        }
    }

    private void evict(PodView pod, Instant now) {
        cluster.edit(
                pod,
                tree -> Conditions.set(
                        tree,
                        "DisruptionTarget",
                        true,
                        "DeletionByTaintManager",
                        "Taint manager: deleting due to NoExecute taint",
                        now));
        cluster.delete(pod, DeleteOptions.GRACEFUL);
        cluster.events()
                .normal(
                        pod.raw(),
                        COMPONENT,
                        "TaintManagerEviction",
                        "Marking for deletion Pod %s/%s".formatted(pod.namespace(), pod.name()));
    }
}
