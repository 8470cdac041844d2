package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.NodeLock;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/** CLAIM: nobody else is working on the node. Theirs first, ours later: deferred, not failed. */
public record ClaimGuard() implements Guard {

    public static final String CODE = "CLAIM";

    /** Whose work a taint stands for. */
    private static final Map<String, String> TAINTS = Map.of(
            "ToBeDeletedByClusterAutoscaler", "the cluster-autoscaler, which is removing it",
            "karpenter.sh/disrupted", "Karpenter, which is disrupting it",
            "karpenter.sh/disruption", "Karpenter, which is disrupting it",
            "medik8s.io/drain", "the node-maintenance-operator",
            "kubevirt.io/drain", "the node-maintenance-operator");

    private static final Map<String, String> ANNOTATIONS =
            Map.of("weave.works/kured-reboot-in-progress", "kured, which is rebooting it");

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        String name = context.candidate().node();
        for (NodeLock lock : context.view().locks(name).stream()
                .sorted(Comparator.comparing(NodeLock::where))
                .toList()) {
            if (lock.heldAt(context.now())) {
                return locked(name, lock);
            }
        }
        Viewed<NodeState> node = context.view().node(name);
        return node == null ? Verdict.open() : marked(node);
    }

    private static Verdict locked(String node, NodeLock lock) {
        Instant until = lock.expiresAt();
        return new Verdict.Closed(
                CODE,
                "node " + node + " is held by " + lock.program() + " (" + lock.holder() + ", " + lock.where() + ")",
                until == null
                        ? "wait until " + lock.program() + " releases it; if it never will, remove its mark"
                        : "wait until it is released, or lapses at " + until,
                until);
    }

    private static Verdict marked(Viewed<NodeState> node) {
        for (Taint taint : node.state().taints()) {
            String whose = TAINTS.get(taint.key());
            if (whose != null) {
                return held(node, whose, "taint " + taint.key());
            }
        }
        for (var annotation : ANNOTATIONS.entrySet()) {
            if (node.state().annotations().containsKey(annotation.getKey())) {
                return held(node, annotation.getValue(), "annotation " + annotation.getKey());
            }
        }
        return node.state().deletionTimestamp() == null
                ? Verdict.open()
                : held(node, "whoever deletes it", "deletionTimestamp");
    }

    private static Verdict held(Viewed<NodeState> node, String whose, String mark) {
        return Verdict.closed(
                CODE,
                "node " + node.name() + " is held by " + whose + " (" + mark + ")",
                "wait until the mark is gone");
    }
}
