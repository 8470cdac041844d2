package io.plimsoll.actuator.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.node.NodeEffect.Basis;
import io.plimsoll.actuator.node.NodeLife.Claimed;
import io.plimsoll.actuator.node.NodeLife.Draining;
import io.plimsoll.actuator.node.NodeLife.Planned;
import io.plimsoll.actuator.node.NodeLife.Requested;
import io.plimsoll.actuator.node.NodeLife.RollingBack;
import io.plimsoll.actuator.node.NodeSignal.Allowance;
import io.plimsoll.actuator.node.PodTask.Asked;
import io.plimsoll.actuator.node.PodTask.Waiting;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeMachineTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant DEADLINE = NOW.plus(Duration.ofMinutes(30));
    private static final Claim CLAIM = new Claim("r1", 3, "a-0", false, DEADLINE);
    private static final Allowance FIVE = Allowance.of(5, NOW, false);

    private final NodeMachine machine = new NodeMachine(NodeRules.defaults());

    @Test
    void claimComesWithTheCordonAndTimersAreArmedBeforeTheActs() {
        Step planned = machine.next(new Requested(task()), new NodeSignal.Admitted(sight(false)), NOW);
        Step cordoned = machine.next(planned.next(), new NodeSignal.ClaimTaken(CLAIM, true), NOW);

        assertThat(planned.next()).isInstanceOf(Planned.class);
        assertThat(planned.effects().getFirst()).isInstanceOf(NodeEffect.WakeAt.class);
        assertThat(planned.effects().getLast()).isInstanceOf(NodeEffect.TakeClaim.class);
        assertThat(cordoned.next()).isEqualTo(new NodeLife.Cordoned(task(), CLAIM));
        assertThat(cordoned.effects()).containsExactly(new NodeEffect.WakeAt(NOW));
    }

    @Test
    void claimThatWasTakenOverIsFollowedByTheCordon() {
        var planned = new Planned(task(), DEADLINE, 1, NOW.plusSeconds(300));

        Step claimed = machine.next(planned, new NodeSignal.ClaimTaken(CLAIM, false), NOW);

        assertThat(claimed.next()).isInstanceOf(Claimed.class);
        assertThat(claimed.effects().getLast()).isEqualTo(new NodeEffect.Cordon(task(), CLAIM));
    }

    @Test
    void unansweredClaimThatIsCalledOffTakesItsCordonBackToo() {
        var planned = new Planned(task(), DEADLINE, 1, NOW.plusSeconds(300));

        Step back = machine.next(planned, new NodeSignal.CalledOff(Ending.cancelled("ops", List.of())), NOW);

        assertThat(back.effects().getLast())
                .isInstanceOfSatisfying(NodeEffect.Release.class, release -> assertThat(release.uncordon())
                        .isTrue());
    }

    @Test
    void silenceIsAskedAgainAndIsNoRefusal() {
        var claimed = new Claimed(task(), CLAIM, 1, NOW.plusSeconds(300));

        Step early = machine.next(claimed, new NodeSignal.Look(sight(false), FIVE), NOW.plusSeconds(299));
        Step late = machine.next(claimed, new NodeSignal.Look(sight(false), FIVE), NOW.plusSeconds(300));

        assertThat(early).isEqualTo(Step.stay(claimed));
        assertThat(late.effects()).contains(new NodeEffect.Cordon(task(), CLAIM));
    }

    @Test
    void deniedCordonTakesTheClaimOffAndFails() {
        var claimed = new Claimed(task(), CLAIM, 1, NOW.plusSeconds(300));

        Step denied = machine.next(claimed, new NodeSignal.Refused(new Refusal.Denied(403, "webhook says no")), NOW);
        Step ended = machine.next(denied.next(), new NodeSignal.ReleaseTaken(), NOW);

        assertThat(denied.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), CLAIM, true, Basis.CLAIM));
        assertThat(ended.next()).isInstanceOfSatisfying(NodeLife.Failed.class, failed -> assertThat(
                        failed.ending().causes().getFirst().code())
                .isEqualTo("CORDON_FAILED"));
    }

    @Test
    void priorCordonStays() {
        Claim prior = new Claim("r1", 3, "a-0", true, DEADLINE);

        Step back = machine.next(
                draining(prior, Map.of()), new NodeSignal.CalledOff(Ending.cancelled("ops", List.of())), NOW);

        assertThat(back.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), prior, false, Basis.STOOD));
    }

    @Test
    void cordonWhoseClaimWasTakenAwayIsOursAndComesOff() {
        var unclaimed = new NodeSight("uid-n1", true, true, "boot-1", null, List.of(pod("a", null, 0)));

        Step back = machine.next(draining(CLAIM, Map.of()), new NodeSignal.Look(unclaimed, FIVE), NOW);
        Step retaken = machine.next(back.next(), new NodeSignal.ClaimTaken(CLAIM, false), NOW);
        Step ended = machine.next(retaken.next(), new NodeSignal.ReleaseTaken(), NOW);

        assertThat(back.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), CLAIM, true, Basis.UNCLAIMED));
        assertThat(retaken.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), CLAIM, true, Basis.CLAIM));
        assertThat(ended.next()).isInstanceOfSatisfying(NodeLife.Failed.class, failed -> assertThat(
                        failed.ending().causes().getFirst().code())
                .isEqualTo("CLAIM_LOST"));
    }

    /** A crash between what is written down and what is done costs nothing: that the claim had gone is written down, too. */
    @Test
    void cordonWhoseClaimWasTakenAwayIsOursAfterACrashAsWell() {
        var unclaimed = new NodeSight("uid-n1", true, true, "boot-1", null, List.of());
        var nextTerm = new Claim("r1", 4, "a-1", false, DEADLINE);
        Step back = machine.next(draining(CLAIM, Map.of()), new NodeSignal.Look(unclaimed, FIVE), NOW);

        Step again = machine.next(back.next(), new NodeSignal.Look(unclaimed, FIVE), NOW.plusSeconds(300));
        Step resumed = machine.next(back.next(), new NodeSignal.Resumed(), NOW);
        Step refused = machine.next(back.next(), new NodeSignal.Refused(new Refusal.Unanswered("cut")), NOW);
        Step retaken = machine.next(resumed.next(), new NodeSignal.ClaimTaken(nextTerm, false), NOW);

        NodeEffect.Release asked = new NodeEffect.Release(task(), CLAIM, true, Basis.UNCLAIMED);
        assertThat(again.effects().getLast()).isEqualTo(asked);
        assertThat(resumed.effects().getLast()).isEqualTo(asked);
        assertThat(machine.next(refused.next(), new NodeSignal.Resumed(), NOW)
                        .effects()
                        .getLast())
                .isEqualTo(asked);
        assertThat(retaken.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), nextTerm, true, Basis.CLAIM));
    }

    /** The first time may have taken hold without an answer: what is cordoned then is somebody else's. */
    @Test
    void cordonIsTakenForOursWithoutAClaimOnlyBeforeItsEndIsAskedFor() {
        var unclaimed = new NodeSight("uid-n1", true, true, "boot-1", null, List.of());
        Step back = machine.next(draining(CLAIM, Map.of()), new NodeSignal.Look(unclaimed, FIVE), NOW);
        Step retaken = machine.next(back.next(), new NodeSignal.ClaimTaken(CLAIM, false), NOW);

        Step again = machine.next(retaken.next(), new NodeSignal.Look(unclaimed, FIVE), NOW.plusSeconds(300));
        Step resumed = machine.next(retaken.next(), new NodeSignal.Resumed(), NOW);

        assertThat(again.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), CLAIM, true, Basis.CLAIM));
        assertThat(resumed.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), CLAIM, true, Basis.CLAIM));
    }

    @Test
    void heldNodeThatIsCalledOffWithoutItsClaimIsGivenBackAfterACrashAsWell() {
        var held = new NodeLife.Held(task(), CLAIM, 1, List.of());

        Step back = machine.next(held, new NodeSignal.CalledOff(Ending.cancelled("ops", List.of()), true), NOW);
        Step resumed = machine.next(back.next(), new NodeSignal.Resumed(), NOW);

        assertThat(resumed.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), CLAIM, true, Basis.UNCLAIMED));
    }

    /** While it is asked once more, what refused it the last time is still what it waits for. */
    @Test
    void whatAPodWaitsForIsSaidWhileItIsAskedAgain() {
        var cause = new Cause("EVICTION_DELAYED", null, "not now", "wait");
        var waiting = new Waiting(1, NOW.minusSeconds(2), NOW, true, cause, Map.of(), NOW.minusSeconds(2));
        NodeSight sight = new NodeSight("uid-n1", true, true, "boot-1", CLAIM, List.of(pod("a", null, 0)));

        Step asked = machine.next(draining(CLAIM, Map.of("uid-a", waiting)), new NodeSignal.Look(sight, FIVE), NOW);

        assertThat(asked.effects()).hasAtLeastOneElementOfType(NodeEffect.Evict.class);
        assertThat(Blockers.of((Draining) asked.next(), sight.pods(), NodeRules.defaults(), NOW))
                .extracting(Cause::code)
                .containsExactly("EVICTION_DELAYED");
    }

    /** A pod that was being bound as the cordon came is seen a moment later: it is drained, and nobody is blamed. */
    @Test
    void nodeThatLooksEmptyIsWatchedForAMomentBeforeItCountsAsDrained() {
        NodeSight empty = new NodeSight("uid-n1", true, true, "boot-1", CLAIM, List.of());
        NodeSight late = new NodeSight("uid-n1", true, true, "boot-1", CLAIM, List.of(pod("late", null, 0)));

        Step first = machine.next(new NodeLife.Cordoned(task(), CLAIM), new NodeSignal.Look(empty, FIVE), NOW);
        Step second = machine.next(first.next(), new NodeSignal.Look(late, FIVE), NOW.plusSeconds(1));
        Step third = machine.next(first.next(), new NodeSignal.Look(empty, FIVE), NOW.plusSeconds(5));

        assertThat(first.next()).isInstanceOf(Draining.class);
        assertThat(first.effects()).containsExactly(new NodeEffect.WakeAt(NOW.plusSeconds(5)));
        assertThat(second.effects()).hasAtLeastOneElementOfType(NodeEffect.Evict.class);
        assertThat(third.next()).isInstanceOf(NodeLife.Drained.class);
    }

    @Test
    void uncordonedByHandLeavesWhateverCordonComesNextToWhoeverSetsIt() {
        Step back = machine.next(draining(CLAIM, Map.of()), new NodeSignal.Look(sight(false), FIVE), NOW);

        assertThat(back.effects().getLast()).isEqualTo(new NodeEffect.Release(task(), CLAIM, true, Basis.CLAIM));
    }

    @Test
    void nodeThatSomebodyElseClaimsIsLeftToThemWhereverItStands() {
        var theirs = new Claim("patch-7", 9, "b-0", true, DEADLINE);
        var look = new NodeSignal.Look(new NodeSight("uid-n1", true, true, "boot-2", theirs, List.of()), FIVE);
        List<NodeLife> lives = List.of(
                draining(CLAIM, Map.of()),
                new NodeLife.Drained(task(), CLAIM, NOW, 1),
                new NodeLife.Held(task(), CLAIM, 1, List.of()),
                new NodeLife.AwaitingReboot(task(), CLAIM, 1, "boot-1"),
                new NodeLife.Verifying(task(), CLAIM, 1, NOW));

        assertThat(lives).allSatisfy(life -> {
            Step step = machine.next(life, look, NOW);

            assertThat(step.effects()).isEmpty();
            assertThat(step.next()).isInstanceOfSatisfying(NodeLife.Failed.class, failed -> assertThat(
                            failed.ending().causes().getFirst().message())
                    .contains("request patch-7 of b-0 holds it"));
        });
    }

    @Test
    void budgetOfOneAsksForOnePodUntilTheBudgetIsSeenToChange() {
        var look = new NodeSignal.Look(sight(true, pod("a", "v1", 1), pod("b", "v1", 1)), FIVE);
        Step first = machine.next(draining(CLAIM, Map.of()), look, NOW);
        Step answered = machine.next(
                first.next(),
                new NodeSignal.EvictionAnswered("uid-a", new EvictionAnswer.Accepted()),
                NOW.plusMillis(5));
        Step again = machine.next(answered.next(), look, NOW.plusMillis(10));
        Step changed = machine.next(
                again.next(), new NodeSignal.Look(sight(true, pod("b", "v3", 1)), FIVE), NOW.plusSeconds(9));

        assertThat(evicted(first)).containsExactly("a");
        assertThat(evicted(again)).isEmpty();
        assertThat(evicted(changed)).containsExactly("b");
    }

    @Test
    void retryAfterWinsOverAChangedBudget() {
        var asked =
                Map.<String, PodTask>of("uid-a", new Asked(1, NOW.plusSeconds(300), Map.of("shop/pdb", "v1"), null));
        Step refused = machine.next(
                draining(CLAIM, asked),
                new NodeSignal.EvictionAnswered(
                        "uid-a", new EvictionAnswer.BudgetSaysNo("needs 2, has 2", Duration.ofSeconds(10))),
                NOW);

        var look = new NodeSignal.Look(sight(true, pod("a", "v2", 1)), FIVE);
        assertThat(evicted(machine.next(refused.next(), look, NOW.plusSeconds(9))))
                .isEmpty();
        assertThat(evicted(machine.next(refused.next(), look, NOW.plusSeconds(10))))
                .containsExactly("a");
    }

    @Test
    void changedBudgetShortensABackoff() {
        var asked =
                Map.<String, PodTask>of("uid-a", new Asked(6, NOW.plusSeconds(300), Map.of("shop/pdb", "v1"), null));
        Step refused = machine.next(
                draining(CLAIM, asked),
                new NodeSignal.EvictionAnswered("uid-a", new EvictionAnswer.BudgetSaysNo("needs 2, has 2", null)),
                NOW);

        var same = new NodeSignal.Look(sight(true, pod("a", "v1", 1)), FIVE);
        var changed = new NodeSignal.Look(sight(true, pod("a", "v2", 1)), FIVE);
        assertThat(evicted(machine.next(refused.next(), same, NOW.plusSeconds(2))))
                .isEmpty();
        assertThat(evicted(machine.next(refused.next(), changed, NOW.plusSeconds(2))))
                .containsExactly("a");
    }

    @Test
    void throttlingSlowsEverythingDown() {
        var asked = Map.<String, PodTask>of("uid-a", new Asked(1, NOW.plusSeconds(300), Map.of(), null));

        Step throttled = machine.next(
                draining(CLAIM, asked),
                new NodeSignal.EvictionAnswered("uid-a", new EvictionAnswer.Throttled(Duration.ofSeconds(4))),
                NOW);

        assertThat(throttled.effects()).contains(new NodeEffect.SlowDown(NOW.plusSeconds(4)));
    }

    @Test
    void webhookIsAskedForTwoMinutesAndThenCalledDenied() {
        var asked = new Asked(1, NOW.plusSeconds(300), Map.of(), NOW.minusSeconds(121));

        Step denied = machine.next(
                draining(CLAIM, Map.of("uid-a", asked)),
                new NodeSignal.EvictionAnswered("uid-a", new EvictionAnswer.Denied(403, "moving it")),
                NOW);

        assertThat(((Draining) denied.next()).pods().get("uid-a"))
                .isInstanceOfSatisfying(
                        Waiting.class,
                        waiting -> assertThat(waiting.cause().code()).isEqualTo("EVICTION_DENIED"));
    }

    @Test
    void criticalPodsWaitForTheOrdinaryOnes() {
        PodSight critical = new PodSight("uid-c", "shop", "c", 30, true, null, List.of(), List.of(), null, true, null);
        var both = new NodeSignal.Look(sight(true, critical, pod("a", null, 0)), FIVE);
        var alone = new NodeSignal.Look(sight(true, critical), FIVE);

        assertThat(evicted(machine.next(draining(CLAIM, Map.of()), both, NOW))).containsExactly("a");
        assertThat(evicted(machine.next(draining(CLAIM, Map.of()), alone, NOW))).containsExactly("c");
    }

    @Test
    void deadlineRollsBackAndNamesWhatBlocked() {
        PodSight stuck = new PodSight(
                "uid-a",
                "shop",
                "a",
                30,
                false,
                DEADLINE.minusSeconds(90),
                List.of("example.com/hold"),
                List.of(),
                null,
                true,
                null);

        Step late = machine.next(draining(CLAIM, Map.of()), new NodeSignal.Look(sight(true, stuck), FIVE), DEADLINE);

        assertThat(late.next()).isInstanceOfSatisfying(RollingBack.class, back -> assertThat(
                        back.ending().causes().toString())
                .contains("DEADLINE", "STUCK_TERMINATING", "example.com/hold"));
        assertThat(late.effects()).noneMatch(NodeEffect.ForceDelete.class::isInstance);
    }

    @Test
    void whatIsGivenUpPromisesNotToAskAgain() {
        var silent = new Cause("API_UNANSWERED", null, "503", "it is asked again by itself");
        var waiting = new Waiting(4, DEADLINE.minusSeconds(9), DEADLINE.plusSeconds(9), true, silent, Map.of(), null);

        Step late = machine.next(
                draining(CLAIM, Map.of("uid-a", waiting)),
                new NodeSignal.Look(sight(true, pod("a", "v1", 1)), FIVE),
                DEADLINE);

        assertThat(late.next()).isInstanceOfSatisfying(RollingBack.class, back -> assertThat(
                        back.ending().causes())
                .extracting(Cause::remedy)
                .anyMatch(remedy -> remedy.contains("API server"))
                .noneMatch(remedy -> remedy.contains("asked again")));
    }

    @Test
    void deadlineDoesNotCountWhileTheDrainStandsStillByOrder() {
        var draining = draining(CLAIM, Map.of());
        NodeSight sight = sight(true, pod("a", null, 0));

        Step still = machine.next(draining, new NodeSignal.Look(sight, Allowance.none(DEADLINE)), DEADLINE);
        Step goesOn = machine.next(draining, new NodeSignal.Look(sight, FIVE), DEADLINE);

        assertThat(still.next()).isInstanceOf(Draining.class);
        assertThat(evicted(still)).isEmpty();
        assertThat(still.effects())
                .allMatch(effect -> effect instanceof NodeEffect.WakeAt(var at) && at.isAfter(DEADLINE));
        assertThat(goesOn.next()).isInstanceOf(RollingBack.class);
    }

    @Test
    void cordonThatIsNeverSeenIsWaitedForUntilTheDeadline() {
        var cordoned = new NodeLife.Cordoned(task(), CLAIM);
        NodeSight unseen = new NodeSight("uid-n1", false, true, "boot-1", null, List.of());

        Step waits = machine.next(cordoned, new NodeSignal.Look(unseen, FIVE), DEADLINE.minusSeconds(1));
        Step ends = machine.next(cordoned, new NodeSignal.Look(unseen, FIVE), DEADLINE);

        assertThat(waits.next()).isEqualTo(cordoned);
        assertThat(ends.next()).isInstanceOf(RollingBack.class);
    }

    /** The node may have been cordoned before: seen without our claim, it is as it was before our write. */
    @Test
    void cordonOfSomebodyElseIsNotTakenForOurs() {
        var cordoned = new NodeLife.Cordoned(task(), new Claim("r1", 3, "a-0", true, DEADLINE));
        NodeSight before = new NodeSight("uid-n1", true, true, "boot-1", null, List.of(pod("a", null, 0)));

        Step unseen = machine.next(cordoned, new NodeSignal.Look(before, FIVE), NOW);
        Step seen = machine.next(cordoned, new NodeSignal.Look(sight(true, pod("a", null, 0)), FIVE), NOW);

        assertThat(unseen.next()).isEqualTo(cordoned);
        assertThat(evicted(seen)).containsExactly("a");
    }

    /** Claim and cordon are one write: who sees the one without the other sees what came after it. */
    @Test
    void cordonThatSomebodyTakesOffBeforeItIsSeenEndsTheWorkWithinAMinute() {
        var cordoned = new NodeLife.Cordoned(task(), CLAIM);
        var look = new NodeSignal.Look(sight(false), FIVE);

        Step waits = machine.next(cordoned, look, NOW.plusSeconds(59));
        Step ends = machine.next(cordoned, look, NOW.plusSeconds(60));

        assertThat(waits.next()).isEqualTo(cordoned);
        assertThat(ends.next()).isInstanceOfSatisfying(RollingBack.class, back -> assertThat(
                        back.ending().by())
                .isEqualTo("externally uncordoned"));
    }

    @Test
    void restartSetsNoCordonAnewThatWasTakenBefore() {
        var cordoned = new NodeLife.Cordoned(task(), CLAIM);

        Step resumed = machine.next(cordoned, new NodeSignal.Resumed(), NOW);

        assertThat(resumed.next()).isEqualTo(cordoned);
        assertThat(resumed.effects()).noneMatch(NodeEffect.Cordon.class::isInstance);
    }

    @Test
    void forceDeletesWithTheTimeThatIsLeft() {
        Task force = forcing(null);
        PodSight slow = slow("a", 600, null, true);
        var draining = new Draining(force, CLAIM, NOW, Map.of(), 0, Map.of(), Map.of());

        Step step = machine.next(
                draining,
                new NodeSignal.Look(sight(true, slow), Allowance.of(0, NOW, true)),
                DEADLINE.minusSeconds(120));

        assertThat(step.effects()).contains(new NodeEffect.ForceDelete(force, slow, 120));
    }

    @Test
    void budgetThatChangesBeforeTheEvictedPodIsSeenToGoLetsNoSecondOneGo() {
        var asked =
                Map.<String, PodTask>of("uid-a", new Asked(1, NOW.plusSeconds(300), Map.of("shop/pdb", "v1"), null));
        var accepted = Map.<String, PodTask>of("uid-a", new PodTask.Leaving(NOW, Map.of("shop/pdb", "v1")));
        var sight = sight(true, pod("a", "v2", 1), pod("b", "v2", 1));

        Step unanswered = machine.next(draining(CLAIM, asked), new NodeSignal.Look(sight, FIVE), NOW);
        Step unseen = machine.next(draining(CLAIM, accepted), new NodeSignal.Look(sight, FIVE), NOW);

        assertThat(evicted(unanswered)).isEmpty();
        assertThat(evicted(unseen)).isEmpty();
    }

    /** The watches of pods and of budgets are two: what is gone may have been taken of a budget that is still shown untouched. */
    @Test
    void podThatIsGoneCountsUntilItsBudgetIsSeenToHaveChanged() {
        var accepted = Map.<String, PodTask>of("uid-a", new PodTask.Leaving(NOW, Map.of("shop/pdb", "v1")));

        Step unseen =
                machine.next(draining(CLAIM, accepted), new NodeSignal.Look(sight(true, pod("b", "v1", 1)), FIVE), NOW);
        Step stillUnseen = machine.next(
                unseen.next(), new NodeSignal.Look(sight(true, pod("b", "v1", 1)), FIVE), NOW.plusSeconds(2));
        Step seen = machine.next(
                stillUnseen.next(), new NodeSignal.Look(sight(true, pod("b", "v2", 1)), FIVE), NOW.plusSeconds(3));

        assertThat(((Draining) unseen.next()).gone()).isEqualTo(1);
        assertThat(evicted(unseen)).isEmpty();
        assertThat(evicted(stillUnseen)).isEmpty();
        assertThat(evicted(seen)).containsExactly("b");
    }

    @Test
    void podThatIsGoneHoldsNobodyUpForLongWhereItsBudgetNeverChanges() {
        var accepted = Map.<String, PodTask>of("uid-a", new PodTask.Leaving(NOW, Map.of("shop/pdb", "v1")));
        var look = new NodeSignal.Look(sight(true, pod("b", "v1", 1)), FIVE);

        Step gone = machine.next(draining(CLAIM, accepted), look, NOW);
        Step late = machine.next(gone.next(), look, NOW.plusSeconds(30));

        assertThat(gone.effects()).contains(new NodeEffect.WakeAt(NOW.plusSeconds(30)));
        assertThat(evicted(late)).containsExactly("b");
        assertThat(((Draining) late.next()).departed()).isEmpty();
    }

    @Test
    void podOfAnotherNamespaceDrawsOnNoBudgetOfTheSameName() {
        var asked =
                Map.<String, PodTask>of("uid-a", new Asked(1, NOW.plusSeconds(300), Map.of("other/pdb", "v1"), null));

        Step look = machine.next(
                draining(CLAIM, asked),
                new NodeSignal.Look(sight(true, pod("a", null, 0), pod("b", "v1", 1)), FIVE),
                NOW);

        assertThat(evicted(look)).containsExactly("b");
    }

    @Test
    void deletionThatIsRefusedIsNotRepeatedAtOnce() {
        var draining = new Draining(forcing(null), CLAIM, NOW, Map.of(), 0, Map.of(), Map.of());
        var look = new NodeSignal.Look(sight(true, slow("a", 600, null, true)), Allowance.of(5, NOW, true));
        Instant late = DEADLINE.minusSeconds(120);

        Step asked = machine.next(draining, look, late);
        Step refused = machine.next(
                asked.next(),
                new NodeSignal.EvictionAnswered("uid-a", new EvictionAnswer.Denied(403, "no rule for it")),
                late.plusMillis(5));
        Step atOnce = machine.next(refused.next(), look, late.plusMillis(6));
        Step later = machine.next(refused.next(), look, late.plusSeconds(5));

        assertThat(asked.effects()).anyMatch(NodeEffect.ForceDelete.class::isInstance);
        assertThat(atOnce.effects()).noneMatch(NodeEffect.ForceDelete.class::isInstance);
        assertThat(later.effects()).anyMatch(NodeEffect.ForceDelete.class::isInstance);
    }

    @Test
    void backoffOfARefusedEvictionPutsNoDeletionOff() {
        Cause cause = new Cause("PDB_BLOCKED", "shop/pdb", "needs 2, has 2", "wait");
        Instant due = DEADLINE.minusSeconds(600);
        var waits = Map.<String, PodTask>of(
                "uid-a", new Waiting(7, due.minusSeconds(1), due.plusSeconds(59), false, cause, Map.of(), null));
        var draining = new Draining(forcing(null), CLAIM, NOW, waits, 0, Map.of(), Map.of());

        Step step = machine.next(
                draining,
                new NodeSignal.Look(sight(true, slow("a", 600, cause, true)), Allowance.of(5, NOW, true)),
                due);

        assertThat(step.effects()).anyMatch(NodeEffect.ForceDelete.class::isInstance);
    }

    @Test
    void forceGoesPastBudgetsOnlyAndTheRequestsOwnGraceCounts() {
        PodSight bare = slow("a", 600, new Cause("UNMANAGED", "shop/a", "", ""), false);
        PodSight overlap = slow("b", 600, new Cause("PDB_OVERLAP", "shop/b", "", ""), false);
        var draining = new Draining(forcing(60), CLAIM, NOW, Map.of(), 0, Map.of(), Map.of());
        var look = new NodeSignal.Look(sight(true, bare, overlap), Allowance.of(5, NOW, true));

        Step early = machine.next(draining, look, DEADLINE.minusSeconds(61));
        Step due = machine.next(draining, look, DEADLINE.minusSeconds(60));

        assertThat(early.effects()).noneMatch(NodeEffect.ForceDelete.class::isInstance);
        assertThat(due.effects())
                .filteredOn(NodeEffect.ForceDelete.class::isInstance)
                .containsExactly(new NodeEffect.ForceDelete(forcing(60), overlap, 60));
    }

    @Test
    void forceCutsShortThePodThatIsOnItsWayForLongerThanTheNodeHas() {
        var slow = new PodSight(
                "uid-a", "shop", "a", 600, false, DEADLINE.plusSeconds(300), List.of(), List.of(), null, true, null);
        var leaving = Map.<String, PodTask>of("uid-a", new PodTask.Leaving(DEADLINE.minusSeconds(300), Map.of()));
        var draining = new Draining(forcing(null), CLAIM, NOW, leaving, 0, Map.of(), Map.of());
        var look = new NodeSignal.Look(sight(true, slow), Allowance.of(5, NOW, true));

        Step cut = machine.next(draining, look, DEADLINE.minusSeconds(280));
        Step unseen = machine.next(cut.next(), look, DEADLINE.minusSeconds(279));

        assertThat(cut.effects()).contains(new NodeEffect.ForceDelete(forcing(null), slow, 280));
        assertThat(unseen.effects()).noneMatch(NodeEffect.ForceDelete.class::isInstance);
    }

    @Test
    void forceGoesNotPastTheTimeThatAPodsOwnerAsksFor() {
        PodSight notYet = slow("a", 600, new Cause("DO_NOT_DISRUPT_YET", "shop/a", "", ""), true);
        var draining = new Draining(forcing(null), CLAIM, NOW, Map.of(), 0, Map.of(), Map.of());
        var look = new NodeSignal.Look(sight(true, notYet), Allowance.of(5, NOW, true));

        Step late = machine.next(draining, look, DEADLINE.minusSeconds(10));

        assertThat(late.effects()).noneMatch(NodeEffect.ForceDelete.class::isInstance);
    }

    @Test
    void whatForceCannotMoveEndsTheDrainAMinuteLater() {
        PodSight stuck = new PodSight(
                "uid-a", "shop", "a", 30, false, DEADLINE, List.of("example.com/hold"), List.of(), null, true, null);
        var draining = new Draining(forcing(null), CLAIM, NOW, Map.of(), 0, Map.of(), Map.of());
        var look = new NodeSignal.Look(sight(true, stuck), Allowance.of(5, NOW, true));

        Step waits = machine.next(draining, look, DEADLINE.plusSeconds(59));
        Step ends = machine.next(draining, look, DEADLINE.plusSeconds(60));

        assertThat(waits.next()).isInstanceOf(Draining.class);
        assertThat(ends.next()).isInstanceOfSatisfying(RollingBack.class, back -> assertThat(
                        back.ending().causes().toString())
                .contains("DEADLINE", "STUCK_TERMINATING", "example.com/hold"));
    }

    private static Task forcing(@Nullable Integer grace) {
        return new Task(
                "r1",
                "n1",
                "uid-n1",
                Task.Goal.DRAIN_AND_UNCORDON,
                Duration.ofMinutes(30),
                Task.OnDeadline.FORCE,
                grace,
                false);
    }

    private static PodSight slow(String name, long grace, @Nullable Cause obstacle, boolean permitted) {
        return new PodSight(
                "uid-" + name, "shop", name, grace, false, null, List.of(), List.of(), obstacle, permitted, null);
    }

    @Test
    void nodeThatCannotBeClaimedIsGivenUpAtItsDeadline() {
        var planned = new Planned(task(), DEADLINE, 40, DEADLINE);

        Step late = machine.next(planned, new NodeSignal.Look(sight(false), FIVE), DEADLINE);
        Step ended =
                machine.next(late.next(), new NodeSignal.Refused(new Refusal.Fenced("no claim of ours")), DEADLINE);

        assertThat(late.effects().getLast()).isInstanceOf(NodeEffect.Release.class);
        assertThat(ended.next()).isInstanceOfSatisfying(NodeLife.Failed.class, failed -> assertThat(
                        failed.ending().causes().getFirst().code())
                .isEqualTo("CORDON_FAILED"));
    }

    static List<String> evicted(Step step) {
        return step.effects().stream()
                .filter(NodeEffect.Evict.class::isInstance)
                .map(effect -> ((NodeEffect.Evict) effect).pod().name())
                .toList();
    }

    static Task task() {
        return new Task(
                "r1",
                "n1",
                "uid-n1",
                Task.Goal.DRAIN_AND_UNCORDON,
                Duration.ofMinutes(30),
                Task.OnDeadline.ROLLBACK,
                null,
                false);
    }

    private static Draining draining(Claim claim, Map<String, PodTask> pods) {
        return new Draining(task(), claim, NOW, pods, 0, Map.of(), Map.of());
    }

    static NodeSight sight(boolean cordoned, PodSight... pods) {
        return new NodeSight("uid-n1", cordoned, true, "boot-1", CLAIM, List.of(pods));
    }

    static PodSight pod(String name, @Nullable String budgetVersion, int allowed) {
        List<PodSight.BudgetSight> budgets =
                budgetVersion == null ? List.of() : List.of(new PodSight.BudgetSight("pdb", budgetVersion, allowed));
        return new PodSight("uid-" + name, "shop", name, 30, false, null, List.of(), budgets, null, true, null);
    }
}
