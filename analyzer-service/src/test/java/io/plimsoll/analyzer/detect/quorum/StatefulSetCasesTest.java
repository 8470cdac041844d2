package io.plimsoll.analyzer.detect.quorum;

import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.raw;
import static io.plimsoll.analyzer.cases.Drafts.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.BudgetDraft;
import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.PodDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.analyzer.cases.WorkloadDraft;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.ServiceState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class StatefulSetCasesTest {

    private final WorkloadDraft etcd = workload("StatefulSet", "db", "etcd").replicas(3);
    private final BudgetDraft budget = budget("db", "etcd").maxUnavailable("1").status(1, 3, 2, 3);
    private final PodDraft m0 = member(0);
    private final PodDraft m1 = member(1);
    private final PodDraft m2 = member(2);

    private static PodDraft member(int ordinal) {
        return pod("db", "etcd-" + ordinal).ownedBy("StatefulSet", "etcd").on("n" + ordinal);
    }

    private Script cluster() {
        return Script.of(node("n0"), node("n1"), node("n2"), etcd, budget, m0, m1, m2);
    }

    /** S-01. */
    @Test
    void oneLossFromLosingTheMajorityIsAWarningLosingItIsCritical() {
        var told = Cases.run(cluster()
                .at(0, m0.notReady(), etcd.ready(2), budget.status(0, 2, 2, 3))
                .at(3, m1.notReady(), etcd.ready(1), budget.status(0, 1, 2, 3))
                .until(4));

        assertThat(told.lines(AlertCode.S1))
                .containsExactly("S1 db/etcd FIRING WARNING @2", "S1 db/etcd FIRING CRITICAL @3");
        assertThat(told.of(AlertCode.S1).stream().map(t -> t.alert().id()).distinct())
                .hasSize(1);
        assertThat(told.of(AlertCode.S1).getLast().alert().measured())
                .containsEntry("replicas", 3)
                .containsEntry("ready", 1)
                .containsEntry("majority", 2);
        assertThat(told.loudBut(AlertCode.S1)).isEmpty();
    }

    @Test
    void aSetThatDoesNotVoteIsInfoOnly() {
        var web = workload("StatefulSet", "db", "web").replicas(3).ready(1);
        var over = budget("db", "web").maxUnavailable("2").status(0, 1, 1, 3);

        var told = Cases.run(Script.of(web, over).until(8));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1 db/web FIRING INFO @1");
    }

    @Test
    void membersThatAreNotReadyCountBeforeTheStatusSaysSo() {
        var told = Cases.run(cluster().at(0, m2.notReady()).at(4, m1.notReady()).until(5));

        assertThat(told.lines(AlertCode.S1))
                .containsExactly("S1 db/etcd FIRING WARNING @2", "S1 db/etcd FIRING CRITICAL @4");
    }

    @Test
    void aRollingUpdateThatTakesOneMemberIsSuppressedNotSilenced() {
        var told = Cases.run(cluster()
                .at(0, etcd.templateHash("hash-2").revisions("r1", "r2").updated(0))
                .at(0.1, m2.notReady(), etcd.ready(2), budget.status(0, 2, 2, 3))
                .until(3));

        assertThat(told.of(AlertCode.S1)).singleElement().satisfies(transition -> assertThat(
                        transition.alert().suppressedBy())
                .containsExactly("ROLLOUT"));
    }

    /** S-02. */
    @Test
    void membersToldToGoTogetherAreCriticalWhereTheMajorityGoes() {
        var told = Cases.run(cluster()
                .at(1, m0.terminatingAt(1.5))
                .at(1.08, m1.terminatingAt(1.58))
                .at(1.16, m2.terminatingAt(1.66))
                .until(1.5));

        assertThat(told.lines(AlertCode.S2).getLast()).startsWith("S2 db/etcd FIRING CRITICAL");
        assertThat(told.loudBut(AlertCode.S2)).isEmpty();
    }

    /** A namespace's pods are deleted moments before its sets. */
    @Test
    void membersOfASetThatIsItselfGoneAtOnceAreNotToldOf() {
        var told = Cases.run(cluster()
                .at(1, m0.terminatingAt(1.5), m1.terminatingAt(1.5), m2.terminatingAt(1.5))
                .deleted(1.05, etcd)
                .until(3));

        assertThat(told.of(AlertCode.S2)).isEmpty();
    }

    @Test
    void oneAfterTheOtherIsNoSimultaneousTermination() {
        var told = Cases.run(cluster()
                .at(1, m2.terminatingAt(1.2))
                .deleted(1.2, m2)
                .at(1.3, member(2).uid("new-2"))
                .at(1.5, m1.terminatingAt(1.7))
                .until(3));

        assertThat(told.of(AlertCode.S2)).isEmpty();
    }

    @Test
    void aScaleDownIsNoSimultaneousTermination() {
        var told = Cases.run(cluster()
                .at(1, etcd.wished(1))
                .at(1.1, m2.terminatingAt(1.6), m1.terminatingAt(1.6))
                .until(3));

        assertThat(told.of(AlertCode.S2)).isEmpty();
    }

    /** S-04. */
    @Test
    void aMemberDeletedByForceAndMadeAgainMayRunTwice() {
        var again = member(0).uid("another");

        var replaced = Cases.run(cluster().at(1, again).until(2));

        assertThat(replaced.lines(AlertCode.S3)).containsExactly("S3 db/etcd FIRING WARNING @1");
        assertThat(replaced.of(AlertCode.S3).getFirst().alert().cause()).isEqualTo("DUPLICATE");

        var deleted = Cases.run(cluster().deleted(1, m0).at(1.1, again).until(2));

        assertThat(deleted.of(AlertCode.S3)).isNotEmpty();
    }

    @Test
    void aMemberThatEndedInOrderHasOneSuccessor() {
        var told = Cases.run(cluster()
                .at(1, m0.terminatingAt(1.5))
                .deleted(1.5, m0)
                .at(1.6, member(0).uid("another"))
                .until(4));

        assertThat(told.of(AlertCode.S3)).isEmpty();
    }

    @Test
    void anOrdinalMissingForTenMinutesIsAWarning() {
        var told = Cases.run(cluster()
                .at(0, m1.terminatingAt(0.5), etcd.ready(2), budget.status(0, 2, 2, 3))
                .deleted(0.5, m1)
                .until(11));

        assertThat(told.lines(AlertCode.S3)).containsExactly("S3 db/etcd FIRING WARNING @10.5");
        assertThat(told.of(AlertCode.S3).getFirst().alert().cause()).isEqualTo("ORDINAL_GAP");
    }

    @Test
    void aClaimOnAnotherVolumeThanBeforeIsAWarning() {
        etcd.claimTemplate("data");
        var claim = raw("PersistentVolumeClaim", "db", "data-etcd-1", bound("pv-1"));
        var fresh =
                raw("PersistentVolumeClaim", "db", "data-etcd-1", bound("pv-9")).uid("claim-2");

        var told = Cases.run(Script.of(node("n0"), etcd, budget, m0, m1, m2, claim)
                .deleted(1, claim)
                .at(2, fresh)
                .until(3));

        assertThat(told.lines(AlertCode.S3)).containsExactly("S3 db/etcd FIRING WARNING @2");
        assertThat(told.of(AlertCode.S3).getFirst().alert().cause()).isEqualTo("CLAIM_REBOUND");
    }

    @Test
    void aClaimThatLostItsVolumeIsToldAtOnceOneThatWaitsForItAfterTenMinutes() {
        etcd.claimTemplate("data");
        var waiting = raw("PersistentVolumeClaim", "db", "data-etcd-0", inPhase("Pending"));
        var lost = raw("PersistentVolumeClaim", "db", "data-etcd-1", inPhase("Lost"));

        var waits = Cases.run(
                Script.of(node("n0"), etcd, budget, m0, m1, m2).at(0, waiting).until(11));
        var loses = Cases.run(
                Script.of(node("n0"), etcd, budget, m0, m1, m2).at(0, lost).until(1));

        assertThat(waits.lines(AlertCode.S3)).containsExactly("S3 db/etcd FIRING WARNING @10");
        assertThat(loses.lines(AlertCode.S3)).containsExactly("S3 db/etcd FIRING WARNING @0");
    }

    @Test
    void settingsAreHintedAtHoweverSmallTheSet() {
        var cache = workload("StatefulSet", "db", "cache")
                .replicas(2)
                .podManagement("Parallel")
                .probes(false, true);

        var told = Cases.run(Script.of(cache).until(12));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1/CONFIGURATION db/cache FIRING INFO @9");
    }

    private static ClaimState inPhase(String phase) {
        return new ClaimState(phase, null, "fast", null, null, null);
    }

    private static ClaimState bound(String volume) {
        return new ClaimState("Bound", volume, "fast", null, null, null);
    }

    /** S-06. */
    @Test
    void aGoverningServiceWithAnAddressIsAWarning() {
        var service = raw("Service", "db", "etcd", new ServiceState("10.0.0.7", Map.of(), false));

        var told = Cases.run(Script.of(node("n0"), etcd.service("etcd"), budget, m0, m1, m2, service)
                .until(5));

        assertThat(told.lines(AlertCode.S4)).hasSize(1);
        assertThat(told.lines(AlertCode.S4).getFirst()).startsWith("S4 db/etcd FIRING WARNING");
        assertThat(told.of(AlertCode.S4).getFirst().alert().cause()).isEqualTo("NOT_HEADLESS");
    }

    @Test
    void aHeadlessServiceThatComesMomentsLaterIsQuiet() {
        var service = raw("Service", "db", "etcd", new ServiceState("None", Map.of(), false));

        var told = Cases.run(Script.of(budget, m0, m1, m2)
                .at(0, etcd.service("etcd"))
                .at(0.5, service)
                .until(3));

        assertThat(told.of(AlertCode.S4)).isEmpty();
    }

    @Test
    void aMissingBudgetIsSaidOnceTheOtherCodeIsSuppressedByIt() {
        var told = Cases.run(Script.of(etcd, m0, m1, m2).until(11));

        assertThat(told.lines(AlertCode.P3)).containsExactly("P3/MISSING_PDB db/etcd FIRING WARNING @9");
        assertThat(told.of(AlertCode.S5)).singleElement().satisfies(transition -> assertThat(
                        transition.alert().suppressedBy())
                .containsExactly("PARENT_ALERT:eu1|P3|StatefulSet|db|etcd|MISSING_PDB"));
    }

    @Test
    void anUpdateThatTakesNoStepForAQuarterOfAnHourIsStuck() {
        var told = Cases.run(cluster()
                .at(0, etcd.revisions("r1", "r2").updated(0))
                .at(5, etcd.updated(1))
                .until(21));

        assertThat(told.lines(AlertCode.S6)).containsExactly("S6 db/etcd FIRING WARNING @20");
    }

    /** Members 2 to 0 are updated in this order; a partition of 2 lets only the first be. */
    @Test
    void anUpdateThatItsPartitionHoldsIsInfoOnceItHasComeThatFar() {
        var held = Cases.run(cluster()
                .at(0, etcd.partition(2).revisions("r1", "r2").updated(0))
                .at(1, etcd.updated(1))
                .until(17));

        assertThat(held.lines(AlertCode.S6)).containsExactly("S6 db/etcd FIRING INFO @16");
        assertThat(held.of(AlertCode.S6).getFirst().alert().cause()).isEqualTo("PARTITION");
    }

    @Test
    void anUpdateThatStandsBeforeItsPartitionIsStuck() {
        var told = Cases.run(cluster()
                .at(0, etcd.partition(1).revisions("r1", "r2").updated(0))
                .at(1, etcd.updated(1))
                .until(17));

        assertThat(told.lines(AlertCode.S6)).containsExactly("S6 db/etcd FIRING WARNING @16");
    }

    @Test
    void anUpdateThatWaitsForDeletionsIsInfo() {
        var told = Cases.run(cluster()
                .at(0, etcd.strategy("OnDelete").revisions("r1", "r2").updated(0))
                .until(16));

        assertThat(told.lines(AlertCode.S6)).containsExactly("S6 db/etcd FIRING INFO @15");
    }

    @Test
    void settingsThatMakeALossLikelierAreOneNote() {
        etcd.podManagement("Parallel").probes(false, false);

        var told = Cases.run(cluster().until(10));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1/CONFIGURATION db/etcd FIRING INFO @9");
        assertThat((List<?>) told.of(AlertCode.S1).getFirst().alert().measured().get("hints"))
                .hasSize(2);
    }

    @Test
    void quorumsAreKnownByNameImageOrLabel() {
        var quorums = QuorumWorkload.defaults();

        assertThat(isQuorum(quorums, workload("StatefulSet", "x", "my-etcd"))).isTrue();
        assertThat(isQuorum(quorums, workload("StatefulSet", "x", "store").images("quay.io/coreos/etcd:v3.5")))
                .isTrue();
        assertThat(isQuorum(quorums, workload("StatefulSet", "x", "store").label("plimsoll.io/quorum", "true")))
                .isTrue();
        assertThat(isQuorum(quorums, workload("StatefulSet", "x", "etcd").label("plimsoll.io/quorum", "false")))
                .isFalse();
        assertThat(isQuorum(quorums, workload("StatefulSet", "x", "kafka"))).isFalse();
        assertThat(isQuorum(quorums, deployment("x", "etcd"))).isFalse();
    }

    private static boolean isQuorum(QuorumWorkload quorums, WorkloadDraft draft) {
        var state = new io.plimsoll.analyzer.state.ClusterState("c", List.of());
        var facts = Script.of(draft).facts();
        state.fold(facts.getFirst(), new io.plimsoll.analyzer.state.Position(0, 0));
        var found = state.workload(draft.ref());
        return found != null && quorums.is(found.ref(), found.body());
    }

    @Test
    void aStepEndsAStuckUpdateAndStartsItsTimeAnew() {
        var etcd = workload("StatefulSet", "db", "etcd")
                .replicas(3)
                .revisions("a", "b")
                .updated(0);

        Told told = Cases.run(Script.of(node("n1"))
                .at(0, etcd)
                .at(20, etcd.updated(1))
                .at(50, etcd.updated(3).revisions("b", "b"))
                .until(52));

        assertThat(told.lines(AlertCode.S6))
                .containsExactly(
                        "S6 db/etcd FIRING WARNING @15",
                        "S6 db/etcd RESOLVED WARNING @20",
                        "S6 db/etcd FIRING WARNING @35",
                        "S6 db/etcd RESOLVED WARNING @50");
    }

    @Test
    void aSetThatHasBeenCompleteOnceIsNotStartingAnyMore() {
        var etcd = workload("StatefulSet", "db", "etcd").replicas(3).createdAt(0);

        Told told = Cases.run(Script.of(node("n1"))
                .at(0, etcd)
                .at(1, etcd.ready(2))
                .at(4, etcd.ready(1))
                .until(5));

        assertThat(told.lines(AlertCode.S1))
                .containsExactly("S1 db/etcd FIRING WARNING @3", "S1 db/etcd FIRING CRITICAL @4");
    }

    @Test
    void aSetThatStartsIsQuiet() {
        var etcd = workload("StatefulSet", "db", "etcd").replicas(3).createdAt(0);

        Told told = Cases.run(Script.of(node("n1"))
                .at(0, etcd.ready(0))
                .at(1, etcd.ready(1))
                .at(3, etcd.ready(2))
                .at(4.5, etcd.ready(3))
                .until(8));

        assertThat(told.lines(AlertCode.S1)).isEmpty();
    }

    @Test
    void aSetFirstSeenWithMembersReadyIsNotStarting() {
        Told told = Cases.run(
                Script.of(node("n1")).at(0, etcd.createdAt(0).ready(2)).until(4));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1 db/etcd FIRING WARNING @2");
    }

    @Test
    void aSetThatIsMadeAnewStartsAnew() {
        var first = workload("StatefulSet", "db", "etcd").replicas(3);
        var second =
                workload("StatefulSet", "db", "etcd").replicas(3).uid("another").createdAt(2);

        Told told = Cases.run(Script.of(node("n1"), first)
                .deleted(1, first)
                .at(2, second.ready(0))
                .at(3, second.ready(1))
                .at(5, second.ready(3))
                .at(5.5, second.ready(1))
                .until(6));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1 db/etcd FIRING CRITICAL @5.5");
    }

    /** S1: "ready ≤ floor(N/2) critical immediately": what was never there isn't lost, what was is. */
    @Test
    void aMemberThatIsLostWhileOthersAreAddedIsToldAtOnce() {
        var etcd = workload("StatefulSet", "db", "etcd").replicas(3).ready(3);

        Told told = Cases.run(Script.of(node("n1"), etcd)
                .at(0, etcd.replicas(5).ready(3))
                .at(1, etcd.ready(2))
                .at(2, etcd.ready(3))
                .at(3, etcd.ready(4))
                .at(4, etcd.ready(5))
                .until(7));

        assertThat(told.lines(AlertCode.S1))
                .containsExactly("S1 db/etcd FIRING CRITICAL @1", "S1 db/etcd RESOLVED CRITICAL @5");
    }

    @Test
    void membersThatAreStillAddedAreNotLost() {
        var etcd = workload("StatefulSet", "db", "etcd").replicas(3).ready(3);

        Told told = Cases.run(Script.of(node("n1"), etcd)
                .at(0, etcd.replicas(5).ready(3))
                .at(2, etcd.ready(4))
                .at(4, etcd.ready(5))
                .until(7));

        assertThat(told.lines(AlertCode.S1)).isEmpty();
    }

    @Test
    void oneThatWasAddedAndIsLostAgainIsWarnedOf() {
        var etcd = workload("StatefulSet", "db", "etcd").replicas(3).ready(3);

        Told told = Cases.run(Script.of(node("n1"), etcd)
                .at(0, etcd.replicas(5).ready(3))
                .at(1, etcd.ready(4))
                .at(1.5, etcd.ready(3))
                .until(4));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1 db/etcd FIRING WARNING @3.5");
    }

    @Test
    void aFirstMemberThatFaltersLosesNoMajorityThatWasNeverThere() {
        var etcd = workload("StatefulSet", "db", "etcd").replicas(3).createdAt(0);

        Told told = Cases.run(Script.of(node("n1"))
                .at(0, etcd.ready(0))
                .at(1, etcd.ready(1))
                .at(2, etcd.ready(0))
                .at(3, etcd.ready(2))
                .at(3.5, etcd.ready(1))
                .until(4));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1 db/etcd FIRING CRITICAL @3.5");
    }

    @Test
    void aSetThatGrowsWhileOneOfItsMembersIsMissingHasLostIt() {
        var etcd = workload("StatefulSet", "db", "etcd").replicas(3).ready(3);

        Told told = Cases.run(Script.of(node("n1"), etcd)
                .at(0, etcd.ready(2))
                .at(1, etcd.replicas(5).ready(2))
                .until(4));

        assertThat(told.lines(AlertCode.S1)).containsExactly("S1 db/etcd FIRING CRITICAL @1");
    }
}
