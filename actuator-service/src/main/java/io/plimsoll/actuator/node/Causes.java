package io.plimsoll.actuator.node;

import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Why a node's way stopped or waits, for machines and for people. */
final class Causes {

    private Causes() {}

    static Cause cordonFailed(Task task, String what, int status, String message) {
        return new Cause(
                "CORDON_FAILED",
                task.node(),
                "the " + what + " of node " + task.node() + " was refused with " + status + ": " + message,
                "let the actuator patch nodes (verb patch on nodes), or look at the webhook that refuses it");
    }

    static Cause notClaimed(NodeLife.Planned state) {
        String node = state.task().node();
        return new Cause(
                "CORDON_FAILED",
                node,
                "node " + node + " could not be claimed and cordoned within "
                        + state.task().deadline() + ", in " + state.attempt() + " attempts",
                "see the audit for the API server's answers, mend that, then ask again by a new request");
    }

    static Cause claimLost(Task task, String message) {
        return new Cause(
                "CLAIM_LOST",
                task.node(),
                "the claim on node " + task.node() + " is no longer ours: " + message,
                "nothing more is done to the node; see who holds the annotation " + Claim.ANNOTATION);
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
                "MARKS_LEFT",
                task.node(),
                "the marks on node " + task.node() + " could not be taken off: " + message,
                "kubectl annotate node " + task.node() + " " + Claim.ANNOTATION + "- and uncordon it if it may serve");
    }

    static Ending and(Ending ending, Cause more) {
        List<Cause> causes = new ArrayList<>(ending.causes());
        causes.add(more);
        return new Ending(Ending.Kind.FAILED, causes, ending.by());
    }

    static Cause deadline(Task task, int left) {
        return new Cause(
                "DEADLINE",
                task.node(),
                "node " + task.node() + " still had " + left + " pods to move after " + task.deadline(),
                "see what blocks them, then ask again with a longer options.nodeDeadline");
    }

    static Cause notPermitted(PodSight pod, Cause obstacle) {
        return new Cause(obstacle.code(), pod.display(), obstacle.message(), obstacle.remedy());
    }

    static Cause stuck(PodSight pod) {
        String finalizers = pod.finalizers().isEmpty()
                ? "no finalizer holds it, so its kubelet may be gone"
                : "finalizers " + String.join(", ", pod.finalizers()) + " hold it";
        return new Cause(
                "STUCK_TERMINATING",
                pod.display(),
                "pod " + pod.display() + " should have ended at " + pod.leavingSince() + "; " + finalizers,
                "let the owner of the finalizer finish, or look at the node's kubelet");
    }

    static Cause budget(PodSight pod, String message) {
        return new Cause(
                "PDB_BLOCKED",
                pod.budgets().isEmpty()
                        ? pod.display()
                        : pod.namespace() + "/" + pod.budgets().getFirst().name(),
                "pod " + pod.display() + " may not be evicted now: " + message,
                "raise the replicas or wait until the budget allows a disruption");
    }

    static Cause overlap(PodSight pod, String message) {
        String names = String.join(
                ", ", pod.budgets().stream().map(PodSight.BudgetSight::name).toList());
        return new Cause(
                "PDB_OVERLAP",
                pod.display(),
                "pod " + pod.display() + " is covered by more than one budget (" + names + "): " + message,
                "leave one PodDisruptionBudget over the pod");
    }

    static Cause denied(PodSight pod, int status, String message) {
        return new Cause(
                "EVICTION_DENIED",
                pod.display(),
                "the eviction of pod " + pod.display() + " was refused with " + status + ": " + message,
                "see the webhook or the missing permission it names");
    }

    static Cause namespaceGoing(PodSight pod) {
        return new Cause(
                "NAMESPACE_TERMINATING",
                pod.display(),
                "namespace " + pod.namespace() + " is being deleted, and pod " + pod.display() + " with it",
                "wait for the namespace");
    }

    static Cause unanswered(PodSight pod, String message) {
        return new Cause(
                "API_UNANSWERED",
                pod.display(),
                "the eviction of pod " + pod.display() + " got no clear answer: " + message,
                "it is asked again; see the API server");
    }

    static Cause leaving(PodSight pod, Instant since) {
        return new Cause(
                "TERMINATING",
                pod.display(),
                "pod " + pod.display() + " has been going since " + since,
                "wait for its grace of " + pod.graceSeconds() + " s");
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
