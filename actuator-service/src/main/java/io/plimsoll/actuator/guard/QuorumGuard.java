package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** QUORUM: no second control-plane node is out, and every workload that lives by majority keeps it. */
public record QuorumGuard() implements Guard {

    public static final String CODE = "QUORUM";

    private static final List<String> CONTROL_PLANE =
            List.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        Viewed<NodeState> node = context.view().node(context.candidate().node());
        if (node == null) {
            return Verdict.closed(
                    CODE,
                    "node " + context.candidate().node() + " is not in view, so its role is not known",
                    "check that the node exists");
        }
        OutNodes out = OutNodes.besides(context);
        if (controlPlane(node.state())) {
            OutNodes others = out.where(context.view(), QuorumGuard::controlPlane);
            if (others.count() > 0) {
                return Verdict.closed(
                        CODE,
                        "node " + node.name() + " is of the control plane, of which another is out: "
                                + others.display(),
                        others.remedy());
            }
        }
        return context.candidate().plan() == null ? Verdict.open() : majorities(context, out);
    }

    private static Verdict majorities(GuardContext context, OutNodes out) {
        Set<String> asked = new HashSet<>();
        for (Viewed<PodState> pod : context.view().podsOn(context.candidate().node())) {
            OwnerRef controller = pod.state().controller();
            Viewed<WorkloadState> workload = controller == null || controller.uid() == null
                    ? null
                    : context.view().workload(controller.uid());
            if (workload != null
                    && asked.add(workload.uid())
                    && !pod.state().finished()
                    && livesByMajority(context.settings().quorumLabels(), workload, pod)) {
                Verdict verdict = majority(context, out, workload);
                if (!verdict.isOpen()) {
                    return verdict;
                }
            }
        }
        return Verdict.open();
    }

    private static Verdict majority(GuardContext context, OutNodes out, Viewed<WorkloadState> workload) {
        Integer given = workload.state().replicas();
        int replicas = given == null ? 1 : given;
        int majority = replicas / 2 + 1;
        long left = context.view().podsIn(workload.namespace()).stream()
                .filter(pod -> isReadyMember(pod, workload.uid()))
                .filter(pod -> stays(context, out, String.valueOf(pod.state().nodeName())))
                .count();
        return left >= majority
                ? Verdict.open()
                : Verdict.closed(
                        CODE,
                        workload.kind() + " " + workload.display() + " would have " + left + " of " + replicas
                                + " members ready on nodes that stay, a majority is " + majority,
                        "wait until " + (majority - left) + " more of its members "
                                + (majority - left == 1 ? "is" : "are") + " Ready on other nodes, or add members");
    }

    private static boolean isReadyMember(Viewed<PodState> pod, String uid) {
        OwnerRef controller = pod.state().controller();
        return controller != null
                && uid.equals(controller.uid())
                && pod.state().ready()
                && !pod.state().terminating();
    }

    /** On nodes of ours under way members may still stand, but not for long; on others' cordoned nodes they stand. */
    private static boolean stays(GuardContext context, OutNodes out, String node) {
        boolean ours = context.situation().underway().stream()
                .anyMatch(underway -> underway.node().equals(node));
        boolean removed = out.contains(node) && beingRemoved(context.view(), node);
        return !node.equals(context.candidate().node()) && !ours && !removed;
    }

    private static boolean beingRemoved(ClusterView view, String name) {
        Viewed<NodeState> node = view.node(name);
        return node == null || OutNodes.removalTaint(node.state()) != null;
    }

    private static boolean controlPlane(NodeState node) {
        return CONTROL_PLANE.stream().anyMatch(label -> node.labels().containsKey(label));
    }

    private static boolean livesByMajority(List<String> labels, Viewed<WorkloadState> workload, Viewed<PodState> pod) {
        return labels.stream()
                .anyMatch(label -> carries(workload.state().labels(), label)
                        || carries(pod.state().labels(), label));
    }

    private static boolean carries(Map<String, String> labels, String wanted) {
        int at = wanted.indexOf('=');
        return at < 0
                ? labels.containsKey(wanted)
                : wanted.substring(at + 1).equals(labels.get(wanted.substring(0, at)));
    }
}
