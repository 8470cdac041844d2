package io.plimsoll.actuator.node;

import io.plimsoll.actuator.node.NodeLife.Claimed;
import io.plimsoll.actuator.node.NodeLife.Failed;
import io.plimsoll.actuator.node.NodeLife.Planned;
import io.plimsoll.actuator.node.NodeLife.Releasing;
import io.plimsoll.actuator.node.NodeLife.RolledBack;
import io.plimsoll.actuator.node.NodeLife.RollingBack;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Steps that ask the API server for something, to be asked again after a while, and those in which a life ends.
 */
record Asking(NodeRules rules) {

    Step claim(Task task, Instant deadline, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        return Step.to(
                new Planned(task, deadline, attempt, again),
                new NodeEffect.WakeAt(again),
                new NodeEffect.TakeClaim(task, deadline));
    }

    Step cordon(Task task, Claim claim, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        return Step.to(
                new Claimed(task, claim, attempt, again),
                new NodeEffect.WakeAt(again),
                new NodeEffect.Cordon(task, claim));
    }

    Step release(Task task, @Nullable Claim claim, int gone, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        boolean uncordon = task.goal() != Task.Goal.CORDON && (claim == null || !claim.priorCordon());
        return Step.to(
                new Releasing(task, claim, gone, attempt, again, false),
                new NodeEffect.WakeAt(again),
                new NodeEffect.Release(task, claim, uncordon, NodeEffect.Basis.CLAIM));
    }

    Step rollback(Task task, Claim claim, int gone, Ending ending, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        return Step.to(
                new RollingBack(task, claim, gone, ending, attempt, again, false),
                new NodeEffect.WakeAt(again),
                new NodeEffect.Release(task, claim, !claim.priorCordon(), NodeEffect.Basis.CLAIM));
    }

    /** Once more, on what was known as it was asked first. */
    Step again(Releasing state, int attempt, Instant now) {
        Step step = release(state.task(), state.claim(), state.gone(), attempt, now);
        return state.unclaimed() ? step.ofUnclaimedCordon() : step;
    }

    /** As {@link #again(Releasing, int, Instant)}. */
    Step again(RollingBack state, int attempt, Instant now) {
        Step step = rollback(state.task(), state.claim(), state.gone(), state.ending(), attempt, now);
        return state.unclaimed() ? step.ofUnclaimedCordon() : step;
    }

    static Step undone(Task task, int gone, Ending ending, Instant now) {
        return Step.to(
                ending.kind() == Ending.Kind.FAILED
                        ? new Failed(task, gone, ending, now)
                        : new RolledBack(task, gone, ending, now));
    }

    static Step fail(Task task, int gone, Ending ending, Instant now) {
        return Step.to(new Failed(task, gone, ending, now));
    }

    static Step gone(Task task, int gone, NodeSight sight, Instant now) {
        return fail(task, gone, Ending.failed(Causes.nodeGone(task, sight)), now);
    }

    /** Somebody else's claim is on it: the node, and the cordon on it, is left to them. */
    static Step claimLost(Task task, Claim claim, int gone, NodeSight sight, Instant now) {
        return fail(task, gone, Ending.failed(Causes.claimLost(task, claim, sight)), now);
    }

    static boolean lost(Claim claim, NodeSight sight) {
        return sight.claim() == null || overwritten(claim, sight);
    }

    /** By somebody who works on the node now, or keeps us off it. */
    static boolean overwritten(Claim claim, NodeSight sight) {
        return sight.claim() != null && !sight.claim().sameWork(claim);
    }

    static Step wake(NodeLife next, Instant at) {
        return Step.to(next, new NodeEffect.WakeAt(at));
    }

    Backoff backoff() {
        return new Backoff(rules.seed());
    }
}
