package io.plimsoll.actuator.node;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Cluster time that the view of a node may lag behind at most, and well over that. */
    private static final Duration SEEN_BY = Duration.ofMinutes(1);

    public Step next(NodeLife life, NodeSignal signal, Instant now) {
        Claim held = life.claim();
        if (held != null && signal instanceof ClaimTaken(var claim, var _) && claim.epoch() > held.epoch()) {
            return Step.to(life.under(claim.notDueBefore(held.deadline()))); // a new term took the work over
        }
        return switch (life) {
            case Requested state -> requested(state, signal, now);
            case Planned state -> planned(state, signal, now);
            case Claimed state -> claimed(state, signal, now);
            case Cordoned state -> cordoned(state, signal, now);
            case Draining state -> draining(state, signal, now);
            case Drained state -> drained(state, signal, now);
            case Held state -> held(state, signal, now);
            case AwaitingReboot state -> awaitingReboot(state, signal, now);
            case Verifying state -> verifying(state, signal, now);
            case Releasing state -> releasing(state, signal, now);
            case RollingBack state -> rollingBack(state, signal, now);
            case Released _, RolledBack _, Failed _ -> Step.stay(life);
        };
    }

    private Step requested(Requested state, NodeSignal signal, Instant now) {
        return switch (signal) {
            case Admitted(var sight) -> admitted(state, sight, now);
            case CalledOff(var ending) -> Step.to(new RolledBack(state.task(), 0, ending, now));
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
                ? askRelease(task, null, 0, 1, now)
                : askClaim(task, now.plus(task.deadline()), 1, now);
    }

    private Step planned(Planned state, NodeSignal signal, Instant now) {
        return switch (signal) {
            case ClaimTaken(var claim, boolean cordoned)
            when cordoned -> Step.to(new Cordoned(state.task(), claim), new NodeEffect.WakeAt(now));
            case ClaimTaken(var claim, var _) -> askCordon(state.task(), claim, 1, now);
            case Refused(var refusal) -> claimRefused(state, refusal, now);
            case Look(var sight, var _) when !sight.is(state.task().uid()) -> gone(state.task(), 0, sight, now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _
            when !now.isBefore(state.deadline()) ->
                askRollback(state.task(), claimAsked(state), 0, Ending.failed(Causes.notClaimed(state)), 1, now);
            case Look _ -> askClaim(state.task(), state.deadline(), state.attempt() + 1, now);
            case Resumed _ -> askClaim(state.task(), state.deadline(), state.attempt(), now);
            // The claim may have been taken all the same: what isn't there is taken off without harm.
            case CalledOff(var ending) -> askRollback(state.task(), claimAsked(state), 0, ending, 1, now);
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
                Instant again = now.plus(backoff().after(state.attempt(), task.node()));
                yield wake(new Planned(task, state.deadline(), state.attempt(), again), again);
            }
        };
    }

    private Step claimed(Claimed state, NodeSignal signal, Instant now) {
        return switch (signal) {
            case CordonTaken _ -> Step.to(new Cordoned(state.task(), state.claim()), new NodeEffect.WakeAt(now));
            case Refused(var refusal) -> cordonRefused(state, refusal, now);
            case Look(var sight, var _) when !sight.is(state.task().uid()) -> gone(state.task(), 0, sight, now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _ -> askCordon(state.task(), state.claim(), state.attempt() + 1, now);
            case Resumed _ -> askCordon(state.task(), state.claim(), state.attempt(), now);
            case CalledOff(var ending) -> askRollback(state.task(), state.claim(), 0, ending, 1, now);
            case Admitted _, ClaimTaken _, ReleaseTaken _, EvictionAnswered _, WorkDone _ -> Step.stay(state);
        };
    }

    private Step cordonRefused(Claimed state, Refusal refusal, Instant now) {
        Task task = state.task();
        return switch (refusal) {
            case Refusal.Absent _ -> gone(task, 0, NodeSight.absent(), now);
            case Refusal.Denied(int status, String message) -> {
                Ending ending = Ending.failed(Causes.cordonFailed(task, "cordon", status, message));
                yield askRollback(task, state.claim(), 0, ending, 1, now);
            }
            case Refusal.Fenced(String message) -> fail(task, 0, Ending.failed(Causes.claimLost(task, message)), now);
            case Refusal.Conflict _, Refusal.Unanswered _ -> {
                Instant again = now.plus(backoff().after(state.attempt(), task.node()));
                yield wake(new Claimed(task, state.claim(), state.attempt(), again), again);
            }
        };
    }

    private Step cordoned(Cordoned state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, 0, sight, now);
            case Look(var sight, var _)
            when takenOff(state, sight, now) ->
                askRollback(task, state.claim(), 0, Causes.uncordonedByHand(task), 1, now);
            // Somebody else's cordon may have been there before: only with our claim is it our write that is seen.
            case Look(var sight, var _)
            when (!sight.cordoned() || lost(state.claim(), sight))
                    && now.isBefore(state.claim().deadline()) -> Step.stay(state);
            case Look(var sight, var _)
            when !sight.cordoned() -> // taken off again before we could see it
                askRollback(task, state.claim(), 0, Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when lost(state.claim(), sight) ->
                askRollback(
                        task, state.claim(), 0, Ending.failed(Causes.claimLost(task, Causes.holder(sight))), 1, now);
            case Look(var _, var _) when task.goal() == Task.Goal.CORDON -> askRelease(task, state.claim(), 0, 1, now);
            case Look look -> drain().look(Draining.begun(task, state.claim(), now), look, now);
            case CalledOff(var ending) -> askRollback(task, state.claim(), 0, ending, 1, now);
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

    private Step draining(Draining state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look(var sight, var _)
            when !sight.cordoned() ->
                askRollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when lost(state.claim(), sight) ->
                fail(task, state.gone(), Ending.failed(Causes.claimLost(task, Causes.holder(sight))), now);
            case Look look -> afterLook(drain().look(state, look, now), now);
            case EvictionAnswered(var uid, var answer) -> drain().answered(state, uid, answer, now);
            case Resumed _ -> Step.to(state.anew());
            case CalledOff(var ending) -> askRollback(task, state.claim(), state.gone(), ending, 1, now);
            case Admitted _, ClaimTaken _, CordonTaken _, ReleaseTaken _, Refused _, WorkDone _ -> Step.stay(state);
        };
    }

    /** A drain's look ends in Drained or, at the deadline, in RollingBack: there the next act is asked for at once. */
    private Step afterLook(Step step, Instant now) {
        return switch (step.next()) {
            case RollingBack(var task, var claim, int gone, var ending, var _, var _) ->
                askRollback(task, claim, gone, ending, 1, now);
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
                askRollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _) -> afterDrain(state, sight, now);
            case CalledOff(var ending) -> askRollback(task, state.claim(), state.gone(), ending, 1, now);
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
                askRollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case CalledOff(var ending) -> askRollback(task, state.claim(), state.gone(), ending, 1, now);
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
                askRollback(task, state.claim(), state.gone(), Causes.uncordonedByHand(task), 1, now);
            case Look(var sight, var _)
            when sight.bootId() != null && !sight.bootId().equals(state.bootId()) ->
                Step.to(new Verifying(task, state.claim(), state.gone(), null), new NodeEffect.WakeAt(now));
            case CalledOff(var ending) -> askRollback(task, state.claim(), state.gone(), ending, 1, now);
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

    private Step verifying(Verifying state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look(var sight, var _) -> verified(state, sight, now);
            case CalledOff(var ending) -> askRollback(task, state.claim(), state.gone(), ending, 1, now);
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
                : askRelease(state.task(), state.claim(), state.gone(), 1, now);
    }

    private Step releasing(Releasing state, NodeSignal signal, Instant now) {
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
                Instant again = now.plus(backoff().after(state.attempt(), task.node()));
                yield wake(new Releasing(task, state.claim(), state.gone(), state.attempt(), again), again);
            }
            case Look(var sight, var _) when !sight.is(task.uid()) -> gone(task, state.gone(), sight, now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _ -> askRelease(task, state.claim(), state.gone(), state.attempt() + 1, now);
            case Resumed _ -> askRelease(task, state.claim(), state.gone(), state.attempt(), now);
            case Admitted _, ClaimTaken _, CordonTaken _, EvictionAnswered _, WorkDone _, CalledOff _ ->
                Step.stay(state);
        };
    }

    private Step rollingBack(RollingBack state, NodeSignal signal, Instant now) {
        Task task = state.task();
        return switch (signal) {
            case ReleaseTaken _, Refused(Refusal.Absent _), Refused(Refusal.Fenced _) ->
                undone(task, state.gone(), state.ending(), now);
            case Refused(var refusal)
            when state.attempt() >= rules.releaseAttempts() ->
                fail(task, state.gone(), Causes.and(state.ending(), Causes.marksLeft(task, Causes.text(refusal))), now);
            case Refused _ -> {
                Instant again = now.plus(backoff().after(state.attempt(), task.node()));
                yield wake(
                        new RollingBack(task, state.claim(), state.gone(), state.ending(), state.attempt(), again),
                        again);
            }
            case Look(var sight, var _) when !sight.is(task.uid()) -> undone(task, state.gone(), state.ending(), now);
            case Look _ when now.isBefore(state.again()) -> Step.stay(state);
            case Look _ -> askRollback(task, state.claim(), state.gone(), state.ending(), state.attempt() + 1, now);
            case Resumed _ -> askRollback(task, state.claim(), state.gone(), state.ending(), state.attempt(), now);
            case Admitted _, ClaimTaken _, CordonTaken _, EvictionAnswered _, WorkDone _, CalledOff _ ->
                Step.stay(state);
        };
    }

    private Step askClaim(Task task, Instant deadline, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        return Step.to(
                new Planned(task, deadline, attempt, again),
                new NodeEffect.WakeAt(again),
                new NodeEffect.TakeClaim(task, deadline));
    }

    private Step askCordon(Task task, Claim claim, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        return Step.to(
                new Claimed(task, claim, attempt, again),
                new NodeEffect.WakeAt(again),
                new NodeEffect.Cordon(task, claim));
    }

    private Step askRelease(Task task, @Nullable Claim claim, int gone, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        boolean uncordon = task.goal() != Task.Goal.CORDON && (claim == null || !claim.priorCordon());
        return Step.to(
                new Releasing(task, claim, gone, attempt, again),
                new NodeEffect.WakeAt(again),
                new NodeEffect.Release(task, claim, uncordon));
    }

    private Step askRollback(Task task, Claim claim, int gone, Ending ending, int attempt, Instant now) {
        Instant again = now.plus(rules.patience());
        return Step.to(
                new RollingBack(task, claim, gone, ending, attempt, again),
                new NodeEffect.WakeAt(again),
                new NodeEffect.Release(task, claim, !claim.priorCordon()));
    }

    private static Step undone(Task task, int gone, Ending ending, Instant now) {
        return Step.to(
                ending.kind() == Ending.Kind.FAILED
                        ? new Failed(task, gone, ending, now)
                        : new RolledBack(task, gone, ending, now));
    }

    private static Step fail(Task task, int gone, Ending ending, Instant now) {
        return Step.to(new Failed(task, gone, ending, now));
    }

    private static Step gone(Task task, int gone, NodeSight sight, Instant now) {
        return fail(task, gone, Ending.failed(Causes.nodeGone(task, sight)), now);
    }

    private static boolean lost(Claim claim, NodeSight sight) {
        return sight.claim() == null || !sight.claim().sameWork(claim);
    }

    private static Step wake(NodeLife next, Instant at) {
        return Step.to(next, new NodeEffect.WakeAt(at));
    }

    private Drain drain() {
        return new Drain(rules);
    }

    private Backoff backoff() {
        return new Backoff(rules.seed());
    }
}
