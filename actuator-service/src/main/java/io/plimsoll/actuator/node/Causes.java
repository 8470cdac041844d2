package io.plimsoll.actuator.node;

import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Why a node's way stopped or waits, for machines and for people. */
final class Causes {

    static final String RETURNS_REMEDY =
            "take nodeName, or the toleration of node.kubernetes.io/unschedulable, out of its"
                    + " pods' template, or scale it down until the node is done";

    static final String MARKS_LEFT = "MARKS_LEFT";

    private static final int MOST_NAMED = 10;

    private Causes() {}

    static Cause cordonFailed(Task task, String what, int status, String message) {
        return new Cause(
                "CORDON_FAILED",
                task.node(),
                "the " + what + " of node " + task.node() + " was refused with " + status + ": " + message,
                "grant the actuator patch on nodes, or have the webhook that refuses it let node " + task.node()
                        + " be cordoned; then ask again by a new request");
    }

    static Cause notClaimed(NodeLife.Planned state) {
        String node = state.task().node();
        return new Cause(
                "CORDON_FAILED",
                node,
                "node " + node + " could not be claimed and cordoned within "
                        + state.task().deadline() + ", in " + state.attempt()
                        + (state.attempt() == 1 ? " attempt" : " attempts"),
                "see plimsoll.audit under " + node
                        + " for each answer of the API server, mend that, then ask again by a new request");
    }

    static Cause claimLost(Task task, String message) {
        return claimLost(
                task,
                message,
                "nothing more is done to it, and its cordon is left to whoever holds its annotation "
                        + Claim.ANNOTATION + " (kubectl describe node " + task.node()
                        + "): wait for them, then ask again by a new request");
    }

    private static Cause claimLost(Task task, String message, String remedy) {
        return new Cause(
                "CLAIM_LOST",
                task.node(),
                "the claim on node " + task.node() + " is no longer ours: " + message,
                remedy);
    }

    /** Somebody else's claim, or none: then the cordon is whose it was before. */
    static Cause claimLost(Task task, Claim ours, NodeSight sight) {
        if (sight.claim() != null) {
            return claimLost(task, holder(sight));
        }
        String cordon = ours.priorCordon()
                ? "it stays cordoned, as it was before us (kubectl uncordon " + task.node() + " if it may serve)"
                : "the cordon on it is ours, and is taken off";
        return claimLost(
                task,
                holder(sight),
                "nothing more is done to it, and " + cordon
                        + "; ask again by a new request, and to stop one, cancel it");
    }

    static String holder(NodeSight sight) {
        return sight.claim() == null
                ? "the annotation was removed"
                : "request " + sight.claim().request() + " of " + sight.claim().holder() + " holds it";
    }

    static Cause nodeGone(Task task, NodeSight sight) {
        String what = sight.uid() == null
                ? "node " + task.node() + " is gone"
                : "node " + task.node() + " was re-created: uid " + sight.uid() + ", not " + task.uid();
        return new Cause("NODE_GONE", task.node(), what, "ask again by a new request if the new node is meant");
    }

    static Ending uncordonedByHand(Task task) {
        Cause cause = new Cause(
                "EXTERNALLY_UNCORDONED",
                task.node(),
                "node " + task.node() + " was uncordoned by somebody else while we worked on it",
                "ask again by a new request once the node may be taken out");
        return Ending.cancelled("externally uncordoned", List.of(cause));
    }

    static Cause marksLeft(Task task, String message) {
        return new Cause(
                MARKS_LEFT,
                task.node(),
                "the marks on node " + task.node() + " could not be taken off: " + message,
                "let the actuator patch the node: it is tried again by itself; or kubectl annotate node " + task.node()
                        + " " + Claim.ANNOTATION + "- and uncordon it if it may serve");
    }

    static Ending and(Ending ending, Cause more) {
        List<Cause> causes = new ArrayList<>(ending.causes());
        causes.add(more);
        return new Ending(Ending.Kind.FAILED, causes, ending.by());
    }

    /** @param mayForce whether the configuration lets a request delete pods at its deadline */
    static Cause deadline(Task task, List<PodSight> left, boolean mayForce) {
        String names = left.stream().limit(MOST_NAMED).map(PodSight::display).collect(Collectors.joining(", "));
        return new Cause(
                "DEADLINE",
                task.node(),
                "node " + task.node() + " still had " + left.size() + (left.size() == 1 ? " pod" : " pods")
                        + " to move after " + task.deadline() + ": " + names
                        + (left.size() > MOST_NAMED ? " and " + (left.size() - MOST_NAMED) + " more" : "")
                        + (task.onDeadline() == Task.OnDeadline.FORCE && !mayForce
                                ? "; none was deleted by force, since plimsoll.actuator.force is false"
                                : ""),
                "mend what holds them (the other causes name it), or set options.nodeDeadline above " + task.deadline()
                        + ", and ask again by a new request");
    }

    /** @param again when it is asked to go */
    static Cause returns(Task task, PodSight pod, OwnerRef owner, int times, Instant again) {
        String who = owner.kind() + " " + pod.namespace() + "/" + owner.name();
        return new Cause(
                "POD_RETURNS",
                pod.display(),
                "pod " + pod.display() + " was put on node " + task.node()
                        + " after one of its kind was evicted from it, "
                        + (times == 1 ? "once" : times + " times") + " by now: " + who
                        + " makes pods that take no notice of the cordon",
                RETURNS_REMEDY + "; it is evicted again at " + again + ", and then in ever longer gaps");
    }

    static Cause stuck(PodSight pod) {
        String finalizers = pod.finalizers().isEmpty()
                ? "no finalizer holds it, so its kubelet may be gone"
                : "finalizers " + String.join(", ", pod.finalizers()) + " hold it";
        return new Cause(
                "STUCK_TERMINATING",
                pod.display(),
                "pod " + pod.display() + " should have ended at " + pod.leavingSince() + "; " + finalizers,
                pod.finalizers().isEmpty()
                        ? "look at the kubelet of its node; if that is gone for good, delete pod " + pod.display()
                                + " by force"
                        : "let whoever set " + String.join(", ", pod.finalizers())
                                + " finish, or have them take it off pod " + pod.display());
    }

    static String text(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Denied(int status, String message) -> status + " " + message;
            case Refusal.Conflict(String message) -> message;
            case Refusal.Fenced(String message) -> message;
            case Refusal.Absent _ -> "the node is gone";
            case Refusal.Unanswered(String message) -> message;
        };
    }
}
