package io.plimsoll.actuator.node;

import static io.plimsoll.actuator.node.Asking.claimLost;
import static io.plimsoll.actuator.node.Asking.gone;
import static io.plimsoll.actuator.node.Asking.overwritten;

import io.plimsoll.actuator.node.NodeLife.AwaitingReboot;
import io.plimsoll.actuator.node.NodeLife.Claimed;
import io.plimsoll.actuator.node.NodeLife.Cordoned;
import io.plimsoll.actuator.node.NodeLife.Drained;
import io.plimsoll.actuator.node.NodeLife.Draining;
import io.plimsoll.actuator.node.NodeLife.Failed;
import io.plimsoll.actuator.node.NodeLife.Held;
import io.plimsoll.actuator.node.NodeLife.Planned;
import io.plimsoll.actuator.node.NodeLife.Released;
import io.plimsoll.actuator.node.NodeLife.Releasing;
import io.plimsoll.actuator.node.NodeLife.Requested;
import io.plimsoll.actuator.node.NodeLife.RolledBack;
import io.plimsoll.actuator.node.NodeLife.RollingBack;
import io.plimsoll.actuator.node.NodeLife.Verifying;
import io.plimsoll.actuator.node.NodeSignal.Admitted;
import io.plimsoll.actuator.node.NodeSignal.CalledOff;
import io.plimsoll.actuator.node.NodeSignal.ClaimTaken;
import io.plimsoll.actuator.node.NodeSignal.CordonTaken;
import io.plimsoll.actuator.node.NodeSignal.EvictionAnswered;
import io.plimsoll.actuator.node.NodeSignal.Look;
import io.plimsoll.actuator.node.NodeSignal.Refused;
import io.plimsoll.actuator.node.NodeSignal.ReleaseTaken;
import io.plimsoll.actuator.node.NodeSignal.Resumed;
import io.plimsoll.actuator.node.NodeSignal.WorkDone;
import java.time.Instant;
import java.util.List;

/**
 * A node's life as a total function: every state answers every signal.
 *
 * <pre>
 * Requested ─Admitted─▶ Planned ─ClaimTaken─▶ Claimed ─CordonTaken─▶ Cordoned ─seen─▶ Draining ─empty─▶ Drained
 *                           └───── with the cordon, in one write ───▶
 *     │                    │ refused             │ refused              │                │               │
 *     ▼                    ▼                     ▼                      │ called off, deadline,          ▼
 * Failed/RolledBack     Failed              RollingBack ◀───────────────┴── somebody uncordoned   Held │ AwaitingReboot
 *                                                │                                                      ▼
 *                                                ▼                                              Verifying ─▶ Released
 *                                       RolledBack │ Failed
 * </pre>
 *
 * A human wins: an uncordon that isn't ours ends the work, and the node is left as the human left it.
 */
public record NodeMachine(NodeRules rules) {

    public Step next(NodeLife life, NodeSignal signal, Instant now) {
        Claim held = life.claim();
        if (held != null
                && signal instanceof ClaimTaken(var claim, var _)
                && claim.epoch() > held.epoch()
                && !retakes(life)) {
            return Step.to(life.under(claim.notDueBefore(held.deadline()))); // a new term took the work over
        }
        Step step = step(life, signal, now);
        if (!stood(life, signal)) {
            return step;
        }
        return unclaimed(signal) ? step.ofUnclaimedCordon() : step.ofOurCordon();
    }

    private static boolean retakes(NodeLife life) {
        return (life instanceof Releasing releasing && releasing.unclaimed())
                || (life instanceof RollingBack back && back.unclaimed());
    }

    private static boolean unclaimed(NodeSignal signal) {
        return (signal instanceof Look(var sight, var _) && sight.claim() == null)
                || (signal instanceof CalledOff(var _, boolean unclaimed) && unclaimed);
    }

    /** Whether our cordon, seen with our claim, stands ever since: a look without it ends the work. */
    private static boolean stood(NodeLife life, NodeSignal signal) {
        boolean off = signal instanceof Look(var sight, var _) && !sight.cordoned();
        return switch (life) {
            case Draining _, Drained _, Held _, AwaitingReboot _, Verifying _ -> !off;
            case Requested _,
                    Planned _,
                    Claimed _,
                    Cordoned _,
                    Releasing _,
                    RollingBack _,
                    Released _,
                    RolledBack _,
                    Failed _ -> false;
        };
    }

    private Step step(NodeLife life, NodeSignal signal, Instant now) {
        var taking = new Taking(rules);
        var givingBack = new GivingBack(rules);
        return switch (life) {
            case Requested state -> taking.requested(state, signal, now);
            case Planned state -> taking.planned(state, signal, now);
            case Claimed state -> taking.claimed(state, signal, now);
            case Cordoned state -> taking.cordoned(state, signal, now);
            case Draining state -> draining(state, signal, now);
            case Drained state -> drained(state, signal, now);
            case Held state -> held(state, signal, now);
            case AwaitingReboot state -> awaitingReboot(state, signal, now);
            case Verifying state -> givingBack.verifying(state, signal, now);
            case Releasing state -> givingBack.releasing(state, signal, now);
            case RollingBack state -> givingBack.rollingBack(state, signal, now);
            case Released _, RolledBack _, Failed _ -> Step.stay(life);
        };
    }

    private Step draining(Draining state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look(var sight, var _)
            when !sight.cordoned() ->
                ask().rollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when overwritten(state.claim(), sight) -> claimLost(task, state.claim(), state.gone(), sight, now);
            case Look(var sight, var _)
            when sight.claim() == null ->
                ask().rollback(
                                task,
                                state.claim(),
                                state.gone(),
                                Ending.failed(Causes.claimLost(task, state.claim(), sight)),
                                1,
                                now);
            case Look look -> afterLook(drain().look(state, look, now), now);
            case EvictionAnswered(var uid, var answer) -> drain().answered(state, uid, answer, now);
            case Resumed _ -> Step.to(state.anew());
            case CalledOff(var ending, var _) -> ask().rollback(task, state.claim(), state.gone(), ending, 1, now);
            case Admitted _, ClaimTaken _, CordonTaken _, ReleaseTaken _, Refused _, WorkDone _ -> Step.stay(state);
        };
    }

    /** A drain's look ends in Drained or, at the deadline, in RollingBack: there the next act is asked for at once. */
    private Step afterLook(Step step, Instant now) {
        return switch (step.next()) {
            case RollingBack(var task, var claim, int gone, var ending, var _, var _, var _) ->
                ask().rollback(task, claim, gone, ending, 1, now);
            case Requested _,
                    Planned _,
                    Claimed _,
                    Cordoned _,
                    Draining _,
                    Drained _,
                    Held _,
                    AwaitingReboot _,
                    Verifying _,
                    Releasing _,
                    Released _,
                    RolledBack _,
                    Failed _ -> step;
        };
    }

    private Step drained(Drained state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look(var sight, var _)
            when !sight.cordoned() ->
                ask().rollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when overwritten(state.claim(), sight) -> claimLost(task, state.claim(), state.gone(), sight, now);
            case Look(var sight, var _) -> afterDrain(state, sight, now);
            case CalledOff(var ending, var _) -> ask().rollback(task, state.claim(), state.gone(), ending, 1, now);
            case Resumed _ -> Step.stay(state);
            case Admitted _, ClaimTaken _, CordonTaken _, ReleaseTaken _, Refused _, EvictionAnswered _, WorkDone _ ->
                Step.stay(state);
        };
    }

    private Step afterDrain(Drained state, NodeSight sight, Instant now) {
        Task task = state.task();
        return switch (task.goal()) {
            case DRAIN_AND_HOLD -> Step.to(new Held(task, state.claim(), state.gone(), List.of()));
            case DRAIN_AND_AWAIT_REBOOT ->
                Step.to(new AwaitingReboot(task, state.claim(), state.gone(), sight.bootId()));
            case DRAIN_AND_UNCORDON, CORDON, UNCORDON ->
                Step.to(new Verifying(task, state.claim(), state.gone(), null), new NodeEffect.WakeAt(now));
        };
    }

    private Step held(Held state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case WorkDone _ ->
                Step.to(new Verifying(task, state.claim(), state.gone(), null), new NodeEffect.WakeAt(now));
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look(var sight, var _)
            when !sight.cordoned() ->
                ask().rollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when overwritten(state.claim(), sight) -> claimLost(task, state.claim(), state.gone(), sight, now);
            case CalledOff(var ending, var _) -> ask().rollback(task, state.claim(), state.gone(), ending, 1, now);
            case Look _,
                    Resumed _,
                    Admitted _,
                    ClaimTaken _,
                    CordonTaken _,
                    ReleaseTaken _,
                    Refused _,
                    EvictionAnswered _ -> Step.stay(state);
        };
    }

    private Step awaitingReboot(AwaitingReboot state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case WorkDone _ ->
                Step.to(new Verifying(task, state.claim(), state.gone(), null), new NodeEffect.WakeAt(now));
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look(var sight, var _)
            when !sight.cordoned() ->
                ask().rollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when overwritten(state.claim(), sight) -> claimLost(task, state.claim(), state.gone(), sight, now);
            case Look(var sight, var _)
            when sight.bootId() != null && !sight.bootId().equals(state.bootId()) ->
                Step.to(new Verifying(task, state.claim(), state.gone(), null), new NodeEffect.WakeAt(now));
            case CalledOff(var ending, var _) -> ask().rollback(task, state.claim(), state.gone(), ending, 1, now);
            case Look _,
                    Resumed _,
                    Admitted _,
                    ClaimTaken _,
                    CordonTaken _,
                    ReleaseTaken _,
                    Refused _,
                    EvictionAnswered _ -> Step.stay(state);
        };
    }

    private Drain drain() {
        return new Drain(rules);
    }

    private Asking ask() {
        return new Asking(rules);
    }
}
