package io.plimsoll.actuator.node;

import static io.plimsoll.actuator.node.Asking.fail;
import static io.plimsoll.actuator.node.Asking.gone;
import static io.plimsoll.actuator.node.Asking.lost;
import static io.plimsoll.actuator.node.Asking.wake;

import io.plimsoll.actuator.node.NodeLife.Claimed;
import io.plimsoll.actuator.node.NodeLife.Cordoned;
import io.plimsoll.actuator.node.NodeLife.Draining;
import io.plimsoll.actuator.node.NodeLife.Planned;
import io.plimsoll.actuator.node.NodeLife.Requested;
import io.plimsoll.actuator.node.NodeLife.RolledBack;
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
import java.time.Duration;
import java.time.Instant;

/** From a request to a cordon that is seen: the states in which a node is taken. */
record Taking(NodeRules rules) {

    /** Cluster time that the view of a node may lag behind at most, and well over that. */
    private static final Duration SEEN_BY = Duration.ofMinutes(1);

    Step requested(Requested state, NodeSignal signal, Instant now) {
        return switch (signal) {
            case Admitted(var sight) -> admitted(state, sight, now);
            case CalledOff(var ending, var _) -> Step.to(new RolledBack(state.task(), 0, ending, now));
            case Look(var sight, var _) when !sight.is(state.task().uid()) -> gone(state.task(), 0, sight, now);
            case Look _,
                    Resumed _,
                    ClaimTaken _,
                    CordonTaken _,
                    ReleaseTaken _,
                    Refused _,
                    EvictionAnswered _,
                    WorkDone _ -> Step.stay(state);
        };
    }

    private Step admitted(Requested state, NodeSight sight, Instant now) {
        Task task = state.task();
        if (!sight.is(task.uid())) {
            return gone(task, 0, sight, now);
        }
        if (task.dryRun()) {
            return DryRun.of(task, sight, now);
        }
        return task.goal() == Task.Goal.UNCORDON
                ? ask().release(task, null, 0, 1, now)
                : ask().claim(task, now.plus(task.deadline()), 1, now);
    }

    Step planned(Planned state, NodeSignal signal, Instant now) {
        return switch (signal) {
            case ClaimTaken(var claim, boolean cordoned)
            when cordoned -> Step.to(new Cordoned(state.task(), claim), new NodeEffect.WakeAt(now));
            case ClaimTaken(var claim, var _) -> ask().cordon(state.task(), claim, 1, now);
            case Refused(var refusal) -> claimRefused(state, refusal, now);
            case Look(var sight, var _) when !sight.is(state.task().uid()) -> gone(state.task(), 0, sight, now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _
            when !now.isBefore(state.deadline()) ->
                ask().rollback(state.task(), claimAsked(state), 0, Ending.failed(Causes.notClaimed(state)), 1, now);
            case Look _ -> ask().claim(state.task(), state.deadline(), state.attempt() + 1, now);
            case Resumed _ -> ask().claim(state.task(), state.deadline(), state.attempt(), now);
            // The claim may have been taken all the same: what isn't there is taken off without harm.
            case CalledOff(var ending, var _) -> ask().rollback(state.task(), claimAsked(state), 0, ending, 1, now);
            case Admitted _, CordonTaken _, ReleaseTaken _, EvictionAnswered _, WorkDone _ -> Step.stay(state);
        };
    }

    /** What a claim would look like whose taking was never answered: whose the cordon is, the claim on the node says. */
    private static Claim claimAsked(Planned state) {
        return new Claim(state.task().origin(), 0, "", false, state.deadline());
    }

    private Step claimRefused(Planned state, Refusal refusal, Instant now) {
        Task task = state.task();
        return switch (refusal) {
            case Refusal.Absent _ -> gone(task, 0, NodeSight.absent(), now);
            case Refusal.Denied(int status, String message) ->
                fail(task, 0, Ending.failed(Causes.cordonFailed(task, "claim and cordon", status, message)), now);
            case Refusal.Fenced(String message) -> fail(task, 0, Ending.failed(Causes.claimLost(task, message)), now);
            case Refusal.Conflict _, Refusal.Unanswered _ -> {
                Instant again = now.plus(ask().backoff().after(state.attempt(), task.node()));
                yield wake(new Planned(task, state.deadline(), state.attempt(), again), again);
            }
        };
    }

    Step claimed(Claimed state, NodeSignal signal, Instant now) {
        return switch (signal) {
            case CordonTaken _ -> Step.to(new Cordoned(state.task(), state.claim()), new NodeEffect.WakeAt(now));
            case Refused(var refusal) -> cordonRefused(state, refusal, now);
            case Look(var sight, var _) when !sight.is(state.task().uid()) -> gone(state.task(), 0, sight, now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _ -> ask().cordon(state.task(), state.claim(), state.attempt() + 1, now);
            case Resumed _ -> ask().cordon(state.task(), state.claim(), state.attempt(), now);
            case CalledOff(var ending, var _) -> ask().rollback(state.task(), state.claim(), 0, ending, 1, now);
            case Admitted _, ClaimTaken _, ReleaseTaken _, EvictionAnswered _, WorkDone _ -> Step.stay(state);
        };
    }

    private Step cordonRefused(Claimed state, Refusal refusal, Instant now) {
        Task task = state.task();
        return switch (refusal) {
            case Refusal.Absent _ -> gone(task, 0, NodeSight.absent(), now);
            case Refusal.Denied(int status, String message) -> {
                Ending ending = Ending.failed(Causes.cordonFailed(task, "cordon", status, message));
                yield ask().rollback(task, state.claim(), 0, ending, 1, now);
            }
            case Refusal.Fenced(String message) -> fail(task, 0, Ending.failed(Causes.claimLost(task, message)), now);
            case Refusal.Conflict _, Refusal.Unanswered _ -> {
                Instant again = now.plus(ask().backoff().after(state.attempt(), task.node()));
                yield wake(new Claimed(task, state.claim(), state.attempt(), again), again);
            }
        };
    }

    Step cordoned(Cordoned state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, 0, sight, now);
            case Look(var sight, var _)
            when takenOff(state, sight, now) ->
                ask().rollback(task, state.claim(), 0, Causes.uncordonedByHand(task), 1, now);
            // Somebody else's cordon may have been there before: only with our claim is it our write that is seen.
            case Look(var sight, var _)
            when (!sight.cordoned() || lost(state.claim(), sight))
                    && now.isBefore(state.claim().deadline()) -> Step.stay(state);
            case Look(var sight, var _)
            when !sight.cordoned() -> // taken off again before we could see it
                ask().rollback(task, state.claim(), 0, Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when lost(state.claim(), sight) ->
                ask().rollback(
                                task,
                                state.claim(),
                                0,
                                Ending.failed(Causes.claimLost(task, Causes.holder(sight))),
                                1,
                                now);
            case Look(var _, var _)
            when task.goal() == Task.Goal.CORDON -> ask().release(task, state.claim(), 0, 1, now);
            case Look look -> drain().look(Draining.begun(task, state.claim(), now), look, now);
            case CalledOff(var ending, var _) -> ask().rollback(task, state.claim(), 0, ending, 1, now);
            case Resumed _ -> wake(state, now); // it was taken: if it isn't there, somebody took it off
            case Admitted _, ClaimTaken _, CordonTaken _, ReleaseTaken _, Refused _, EvictionAnswered _, WorkDone _ ->
                Step.stay(state);
        };
    }

    /** Our claim is seen and the cordon that came with it isn't: once a view can't be that late, somebody uncordoned. */
    private static boolean takenOff(Cordoned state, NodeSight sight, Instant now) {
        Claim seen = sight.claim();
        Instant taken = state.claim().deadline().minus(state.task().deadline());
        return !sight.cordoned()
                && seen != null
                && seen.sameWork(state.claim())
                && seen.epoch() == state.claim().epoch()
                && !now.isBefore(taken.plus(SEEN_BY));
    }

    private Asking ask() {
        return new Asking(rules);
    }

    private Drain drain() {
        return new Drain(rules);
    }
}
