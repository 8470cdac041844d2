package io.plimsoll.actuator.node;

import static io.plimsoll.actuator.node.Asking.claimLost;
import static io.plimsoll.actuator.node.Asking.fail;
import static io.plimsoll.actuator.node.Asking.gone;
import static io.plimsoll.actuator.node.Asking.overwritten;
import static io.plimsoll.actuator.node.Asking.undone;
import static io.plimsoll.actuator.node.Asking.wake;

import io.plimsoll.actuator.node.NodeLife.Released;
import io.plimsoll.actuator.node.NodeLife.Releasing;
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

/** From the end of the work to a node that bears no mark of ours: the states in which it is given back. */
record GivingBack(NodeRules rules) {

    Step verifying(Verifying state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look(var sight, var _)
            when overwritten(state.claim(), sight) -> claimLost(task, state.claim(), state.gone(), sight, now);
            case Look(var sight, var _) -> verified(state, sight, now);
            case CalledOff(var ending, var _) -> ask().rollback(task, state.claim(), state.gone(), ending, 1, now);
            case Resumed _,
                    Admitted _,
                    ClaimTaken _,
                    CordonTaken _,
                    ReleaseTaken _,
                    Refused _,
                    EvictionAnswered _,
                    WorkDone _ -> Step.stay(state);
        };
    }

    private Step verified(Verifying state, NodeSight sight, Instant now) {
        if (!sight.ready()) {
            return state.readySince() == null
                    ? Step.stay(state)
                    : Step.to(new Verifying(state.task(), state.claim(), state.gone(), null));
        }
        Instant since = state.readySince() == null ? now : state.readySince();
        Instant soaked = since.plus(rules.soak());
        return now.isBefore(soaked)
                ? wake(new Verifying(state.task(), state.claim(), state.gone(), since), soaked)
                : ask().release(state.task(), state.claim(), state.gone(), 1, now);
    }

    Step releasing(Releasing state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case ReleaseTaken _ -> Step.to(new Released(task, state.gone(), now));
            case Refused(Refusal.Absent _) -> gone(task, state.gone(), NodeSight.absent(), now);
            case Refused(Refusal.Fenced _)
            when task.goal() != Task.Goal.UNCORDON -> Step.to(new Released(task, state.gone(), now));
            case Refused(var refusal)
            when state.attempt() >= rules.releaseAttempts() ->
                fail(task, state.gone(), Ending.failed(Causes.marksLeft(task, Causes.text(refusal))), now);
            case Refused _ -> {
                Instant again = now.plus(ask().backoff().after(state.attempt(), task.node()));
                yield wake(
                        new Releasing(task, state.claim(), state.gone(), state.attempt(), again, state.unclaimed()),
                        again);
            }
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _ -> ask().again(state, state.attempt() + 1, now);
            case Resumed _ -> ask().again(state, state.attempt(), now);
            case ClaimTaken(var claim, var _)
            when state.unclaimed() -> ask().release(task, claim, state.gone(), state.attempt(), now);
            case Admitted _, ClaimTaken _, CordonTaken _, EvictionAnswered _, WorkDone _, CalledOff _ ->
                Step.stay(state);
        };
    }

    Step rollingBack(RollingBack state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case ReleaseTaken _, Refused(Refusal.Absent _), Refused(Refusal.Fenced _) ->
                undone(task, state.gone(), state.ending(), now);
            case Refused(var refusal)
            when state.attempt() >= rules.releaseAttempts() ->
                fail(task, state.gone(), Causes.and(state.ending(), Causes.marksLeft(task, Causes.text(refusal))), now);
            case Refused _ -> {
                Instant again = now.plus(ask().backoff().after(state.attempt(), task.node()));
                yield wake(
                        new RollingBack(
                                task,
                                state.claim(),
                                state.gone(),
                                state.ending(),
                                state.attempt(),
                                again,
                                state.unclaimed()),
                        again);
            }
            case Look(var sight, var _) when !sight.is(task.uid()) -> undone(task, state.gone(), state.ending(), now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _ -> ask().again(state, state.attempt() + 1, now);
            case Resumed _ -> ask().again(state, state.attempt(), now);
            case ClaimTaken(var claim, var _)
            when state.unclaimed() -> ask().rollback(task, claim, state.gone(), state.ending(), state.attempt(), now);
            case Admitted _, ClaimTaken _, CordonTaken _, EvictionAnswered _, WorkDone _, CalledOff _ ->
                Step.stay(state);
        };
    }

    private Asking ask() {
        return new Asking(rules);
    }
}
