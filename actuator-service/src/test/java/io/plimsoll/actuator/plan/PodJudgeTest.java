package io.plimsoll.actuator.plan;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.OnDeadline;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.actuator.view.Cluster.PodDraft;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.LabelSelector.Requirement;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.PodState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodJudgeTest {

    private static final DrainOptions PLAIN = DrainOptions.DEFAULTS;
    private static final DrainOptions EVERYTHING =
            new DrainOptions(null, Duration.ofMinutes(30), true, true, true, OnDeadline.ROLLBACK, 1, null);

    private final Cluster cluster = new Cluster().node("n1").put().deployment("cart", 4);

    @Test
    void anOrdinaryPodIsEvictable() {
        PodVerdict verdict = judged(pod("a").of("cart"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.EVICTABLE);
        assertThat(verdict.why()).isNull();
        assertThat(verdict.notes()).isEmpty();
    }

    @Test
    void verdictAndBudgetsAreOfOneMomentHoweverTheViewChangesMeanwhile() {
        cluster.budget("cart", "cart", null, "1", 4, 3, 4, 1);
        Viewed<PodState> first = pod("a").of("cart").viewed();
        Viewed<PodState> second = pod("b").of("cart").viewed();
        var judge = new PodJudge(cluster.view, PLAIN, NOW);
        judge.judge(first);

        cluster.budget("cart", "cart", null, "1", 3, 3, 4, 0); // the eviction of a, seen in the middle of the look
        PodVerdict verdict = judge.judge(second);

        assertThat(verdict.podClass()).isEqualTo(PodClass.EVICTABLE);
        assertThat(judge.budgets(second)).singleElement().satisfies(budget -> assertThat(
                        budget.state().disruptionsAllowed())
                .isOne());
    }

    /** Cases 5, 6, 8, 25. */
    @Test
    void whatDoesNotHaveToGoIsSkippedOrAwaited() {
        cluster.workload("DaemonSet", "agent", 0, 0, null, Map.of());

        assertThat(judged(pod("a").of("cart").phase("Succeeded")).podClass()).isEqualTo(PodClass.GONE);
        assertThat(judged(pod("b").ownedBy("DaemonSet", "agent").phase("Failed"))
                        .handling())
                .isEqualTo(Handling.SKIP);
        assertThat(judged(pod("c").mirror()).podClass()).isEqualTo(PodClass.MIRROR);
        assertThat(judged(pod("d").ownedBy("DaemonSet", "agent")).podClass()).isEqualTo(PodClass.DAEMON_SET);
        assertThat(judged(pod("e").of("cart").deleted()).podClass()).isEqualTo(PodClass.TERMINATING);
    }

    @Test
    void volumeOfADriverThatNamesTheOneNodeIsLocalAndAZonesIsNot() {
        var here = new Requirement("kubernetes.io/hostname", "In", List.of("n1"));
        var zone = new Requirement("topology.kubernetes.io/zone", "In", List.of("a"));
        cluster.volume("disk", false, List.of(new Affinity.NodeTerm(List.of(here), List.of())));
        cluster.volume("cloud", false, List.of(new Affinity.NodeTerm(List.of(zone), List.of())));

        assertThat(judged(pod("a").of("cart").volume("claim", "disk")).podClass())
                .isEqualTo(PodClass.LOCAL_VOLUME);
        assertThat(judged(pod("b").of("cart").volume("claim", "cloud")).podClass())
                .isEqualTo(PodClass.EVICTABLE);
    }

    @Test
    void podThatSomebodyElseTakesAwayIsWaitedForAsLongAsTheirWordHolds() {
        Instant announced = NOW.minusSeconds(119);

        PodVerdict verdict = judged(pod("a").of("cart").disruptedBy("PreemptionByScheduler", announced));

        assertThat(verdict.podClass()).isEqualTo(PodClass.DISRUPTED);
        assertThat(Objects.requireNonNull(verdict.why()).message()).contains("PreemptionByScheduler");
        assertThat(Objects.requireNonNull(verdict.why()).remedy())
                .contains(NOW.plusSeconds(1).toString());
        assertThat(judged(pod("b").of("cart").disruptedBy("PreemptionByScheduler", NOW.minusSeconds(120)))
                        .podClass())
                .as("what nobody carried out in time is ours again")
                .isEqualTo(PodClass.EVICTABLE);
        assertThat(judged(pod("c").of("cart").disruptedBy("EvictionByEvictionAPI", announced))
                        .podClass())
                .as("an eviction that wasn't carried out is asked anew")
                .isEqualTo(PodClass.EVICTABLE);
    }

    @Test
    void aDaemonSetsOrphanGoesOnlyIfThatIsPermittedAndTheDaemonSetSurelyGone() {
        PodDraft orphan = pod("a").ownedBy("DaemonSet", "gone");

        assertThat(judged(orphan).podClass()).isEqualTo(PodClass.DAEMON_SET);
        assertThat(judged(orphan).notes()).extracting(note -> note.code()).containsExactly("ORPHANED");
        assertThat(judged(orphan, EVERYTHING).podClass()).isEqualTo(PodClass.EVICTABLE);

        cluster.freshness.put(Resource.WORKLOADS, Freshness.unusable("first list under way"));
        assertThat(judged(orphan, EVERYTHING).podClass()).isEqualTo(PodClass.DAEMON_SET);
    }

    /** Cases 9, 10, 32. */
    @Test
    void whatWouldBeLostIsRefusedUnlessItMayBe() {
        cluster.volume("data", true, List.of());
        PodDraft bare = pod("bare");
        PodDraft scratch = pod("scratch").of("cart").volume("emptyDir", null);
        PodDraft local = pod("local").of("cart").volume("claim", "data");

        assertThat(judged(bare).podClass()).isEqualTo(PodClass.UNMANAGED);
        assertThat(judged(scratch).podClass()).isEqualTo(PodClass.EMPTY_DIR);
        assertThat(judged(local).podClass()).isEqualTo(PodClass.LOCAL_VOLUME);
        assertThat(judged(scratch).why()).satisfies(why -> {
            assertThat(why.object()).isEqualTo("shop/scratch");
            assertThat(why.message()).contains("emptyDir volume v0");
            assertThat(why.remedy()).contains("deleteEmptyDirData");
        });
        assertThat(List.of(bare, scratch, local))
                .allSatisfy(
                        pod -> assertThat(judged(pod, EVERYTHING).podClass()).isEqualTo(PodClass.EVICTABLE));
        assertThat(judged(local, EVERYTHING).notes()).singleElement().satisfies(note -> assertThat(note.message())
                .contains("stays Pending until node n1 is back"));
    }

    @ParameterizedTest
    @CsvSource({
        "karpenter.sh/do-not-disrupt, true, DO_NOT_DISRUPT",
        "karpenter.sh/do-not-disrupt, false, EVICTABLE",
        "cluster-autoscaler.kubernetes.io/safe-to-evict, false, DO_NOT_DISRUPT",
        "cluster-autoscaler.kubernetes.io/safe-to-evict, true, EVICTABLE",
        "karpenter.sh/do-not-disrupt, 90m, DO_NOT_DISRUPT_YET",
        "karpenter.sh/do-not-disrupt, 1h30m, DO_NOT_DISRUPT_YET",
        "karpenter.sh/do-not-disrupt, PT90M, DO_NOT_DISRUPT_YET",
        "karpenter.sh/do-not-disrupt, 30m, EVICTABLE",
        "karpenter.sh/do-not-disrupt, -30m, EVICTABLE",
        "karpenter.sh/do-not-disrupt, 876000h, DO_NOT_DISRUPT",
        "cluster-autoscaler.kubernetes.io/safe-to-evict, maybe, EVICTABLE"
    })
    void itsOwnersWordCounts(String annotation, String value, PodClass expected) {
        PodVerdict verdict = judged(pod("a").of("cart").annotation(annotation, value));

        assertThat(verdict.podClass()).isEqualTo(expected);
        boolean garbage = List.of("-30m", "maybe").contains(value);
        assertThat(verdict.notes()).hasSize(garbage ? 1 : 0);
        if (expected == PodClass.DO_NOT_DISRUPT_YET) {
            assertThat(verdict.notBefore()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        }
    }

    @Test
    void ofSeveralWordsOfItsOwnerTheStrictestCounts() {
        String ours = "plimsoll.io/do-not-disrupt";
        String karpenters = "karpenter.sh/do-not-disrupt";

        PodVerdict one = judged(pod("a").of("cart").annotation(ours, "true").annotation(karpenters, "90m"));
        PodVerdict other =
                judged(pod("b").of("cart").annotation(karpenters, "true").annotation(ours, "90m"));
        PodVerdict late = judged(pod("c").of("cart").annotation(ours, "90m").annotation(karpenters, "3h"));

        assertThat(List.of(one, other)).extracting(PodVerdict::podClass).containsOnly(PodClass.DO_NOT_DISRUPT);
        assertThat(late.notBefore()).isEqualTo(NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void aBudgetWithRoomLetsThePodGo() {
        cluster.budget("cart", "cart", "3", null, 4, 3, 4, 1);

        assertThat(judged(pod("a").of("cart")).podClass()).isEqualTo(PodClass.EVICTABLE);
        assertThat(judged(pod("a").of("cart")).budgets()).containsExactly("cart");
    }

    @Test
    void aBudgetWithoutRoomNowSaysWhatItNeedsAndHas() {
        fourPods();
        cluster.budget("cart", "cart", "3", null, 3, 3, 4, 0);

        PodVerdict verdict = judged(pod("a").of("cart"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.PDB_BLOCKED);
        assertThat(verdict.why().object()).isEqualTo("shop/cart");
        assertThat(verdict.why().message()).startsWith("PDB shop/cart needs 3 healthy, has 3");
        assertThat(verdict.why().remedy()).isEqualTo("raise replicas to 5 or wait");
    }

    @Test
    void replicasThatAreToBeRaisedAreThoseOfAControllerAndNotItsLonePods() {
        fourPods();
        cluster.pod("cart-by-hand", null).phase("Pending").label("app", "cart").put();
        cluster.budget("cart", "cart", "4", null, 4, 4, 5, 0);

        PodVerdict verdict = judged(pod("a").of("cart"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.PDB_BLOCKED);
        assertThat(verdict.why().message()).startsWith("PDB shop/cart needs 4 healthy, has 4");
        assertThat(verdict.why().remedy()).isEqualTo("raise replicas to 5 or wait");
    }

    @Test
    void lonePodsAreNoReplicasWhereABudgetCanNeverAllowOneEither() {
        fourPods();
        cluster.pod("cart-by-hand", "n1").label("app", "cart").put();
        cluster.budget("cart", "cart", "5", null, 5, 5, 5, 0);

        PodVerdict verdict = judged(pod("a").of("cart"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.PDB_PERMANENTLY_BLOCKED);
        assertThat(verdict.why().remedy()).startsWith("raise replicas to 5, or");
    }

    /** With one of four not Ready, a fifth is wanted healthy and makes up for nothing. */
    @Test
    void replicasThatHelpNothingAreNotAdvised() {
        fourPods();
        cluster.budget("cart", "cart", null, "1", 3, 3, 4, 0);

        PodVerdict verdict = judged(pod("a").of("cart"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.PDB_BLOCKED);
        assertThat(verdict.why().remedy())
                .contains("wait until its pods that aren't Ready are")
                .doesNotContain("raise");
    }

    /** Case 14, and its kin: the table of disruptionsAllowed. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1,-,1,2",
                "50%,-,1,2",
                "80%,-,4,5",
                "90%,-,4,10",
                "100%,-,4,0",
                "-,0,4,0",
                "-,0%,4,0",
                "4,-,4,5",
            })
    void aBudgetThatCanNeverAllowOneSaysSoAndWhatWouldHelp(String min, String max, int replicas, int enough) {
        cluster.deployment("solo", replicas);
        for (int i = 0; i < replicas; i++) {
            cluster.pod("solo-" + i, "n1").of("solo").put();
        }
        cluster.budget("solo", "solo", min, max, replicas, replicas, replicas, 0);

        PodVerdict verdict = judged(pod("solo-0").of("solo"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.PDB_PERMANENTLY_BLOCKED);
        assertThat(verdict.why().code()).isEqualTo("PDB_PERMANENTLY_BLOCKED");
        assertThat(verdict.why().message())
                .contains("PDB shop/solo", replicas == 1 ? "its 1 replica healthy" : "all 4 replicas healthy");
        assertThat(verdict.why().remedy())
                .contains(enough > 0 ? "raise replicas to " + enough + ", or" : "set maxUnavailable: 1, or remove");
    }

    @Test
    void aReplicaThatIsMissingNowDoesNotMakeABudgetHopeless() {
        cluster.pod("cart-0", "n1").of("cart").put();
        cluster.budget("cart", "cart", "3", null, 1, 3, 1, 0);

        assertThat(judged(pod("cart-0").of("cart")).podClass()).isEqualTo(PodClass.PDB_BLOCKED);
    }

    @Test
    void aPercentageOverPodsOfAJobCanNeverBeCounted() {
        cluster.pod("batch-0", "n1")
                .ownedBy("Job", "batch")
                .label("app", "batch")
                .put();
        cluster.budget("batch", "batch", null, "1", 1, 0, 0, 0);

        PodVerdict verdict = judged(pod("batch-0").ownedBy("Job", "batch").label("app", "batch"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.PDB_PERMANENTLY_BLOCKED);
        assertThat(verdict.why().message()).contains("pods of a Job");
    }

    /** The disruption controller then leaves the observed generation as it was, for a new budget at 0. */
    @Test
    void aBudgetThatCouldNotBeCountedSaysWhyAndNotThatItWillBe() {
        PodDraft broker = pod("broker-0").ownedBy("StrimziPodSet", "kafka").label("app", "kafka");
        broker.put();
        uncounted("kafka", "found no controllers for pod \"broker-0\"");
        PodDraft batch = pod("batch-0").ownedBy("Job", "batch").label("app", "batch");
        batch.put();
        uncounted("batch", "jobs.batch does not implement the scale subresource");

        PodVerdict waits = judged(broker);
        PodVerdict never = judged(batch);

        assertThat(waits.podClass()).isEqualTo(PodClass.PDB_BLOCKED);
        assertThat(waits.why().message()).contains("SyncFailed", "found no controllers");
        assertThat(waits.why().remedy()).contains("controller of its pods");
        assertThat(never.podClass()).isEqualTo(PodClass.PDB_PERMANENTLY_BLOCKED);
        assertThat(never.why().message()).contains("pods of a Job");
        assertThat(never.why().remedy()).startsWith("set minAvailable to a number");
    }

    private void uncounted(String name, String why) {
        Condition failed = new Condition("DisruptionAllowed", "False", "SyncFailed", why, NOW);
        var state = new BudgetState(
                Map.of(),
                Map.of(),
                null,
                "1",
                LabelSelector.ofLabels(Map.of("app", name)),
                null,
                1,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                List.of(failed),
                NOW);
        cluster.view.putBudget(new Viewed<>("PodDisruptionBudget", "shop", name, "uid-" + name, "1", state));
    }

    @Test
    void aBudgetOverPodsOfAnUnknownKindOfControllerIsNotCalledHopeless() {
        PodDraft broker = pod("broker-0").ownedBy("StrimziPodSet", "kafka").label("app", "kafka");
        broker.put();
        cluster.budget("kafka", "kafka", "1", null, 1, 1, 1, 0);
        assertThat(judged(broker).podClass()).isEqualTo(PodClass.PDB_BLOCKED);

        cluster.budget("kafka", "kafka", "100%", null, 1, 1, 1, 0);
        assertThat(judged(broker).podClass()).isEqualTo(PodClass.PDB_BLOCKED);
    }

    /** Case 15. */
    @Test
    void twoBudgetsOnAPodAreNamedBoth() {
        cluster.budget("first", "cart", "1", null, 4, 1, 4, 3).budget("second", "cart", "1", null, 4, 1, 4, 3);

        PodVerdict verdict = judged(pod("a").of("cart"));

        assertThat(verdict.podClass()).isEqualTo(PodClass.PDB_OVERLAP);
        assertThat(verdict.why().message()).contains("shop/first and shop/second");
        assertThat(judged(pod("b").of("cart").phase("Pending")).podClass())
                .as("a pending pod's eviction asks no budget")
                .isEqualTo(PodClass.EVICTABLE);
    }

    /** Case 28. */
    @Test
    void anUnreadyPodGoesIfItsBudgetIsMetOrAlwaysAllows() {
        fourPods();
        PodDraft unready = pod("a").of("cart").unready();

        cluster.budget("cart", "cart", "3", null, "IfHealthyBudget", 3, 3, 4, 0);
        assertThat(judged(unready).podClass()).isEqualTo(PodClass.EVICTABLE);
        cluster.budget("cart", "cart", "3", null, "IfHealthyBudget", 2, 3, 4, 0);
        assertThat(judged(unready).podClass()).isEqualTo(PodClass.PDB_BLOCKED);
        assertThat(judged(unready).why().remedy()).contains("AlwaysAllow");
        cluster.budget("cart", "cart", "3", null, "AlwaysAllow", 2, 3, 4, 0);
        assertThat(judged(unready).podClass()).isEqualTo(PodClass.EVICTABLE);
    }

    @Test
    void theFirstJudgementWins() {
        fourPods();
        cluster.budget("cart", "cart", null, "0", 4, 4, 4, 0);

        PodDraft both = pod("a").of("cart").volume("emptyDir", null).annotation("karpenter.sh/do-not-disrupt", "true");

        assertThat(judged(both).podClass()).isEqualTo(PodClass.EMPTY_DIR);
        assertThat(judged(both, EVERYTHING).podClass()).isEqualTo(PodClass.DO_NOT_DISRUPT);
    }

    @Test
    void systemCriticalPodsAreMarked() {
        assertThat(judged(pod("a").of("cart").priority(2_000_000_000)).critical())
                .isTrue();
        assertThat(judged(pod("a").of("cart").priority(1_000_000)).critical()).isFalse();
    }

    private void fourPods() {
        for (int i = 0; i < 4; i++) {
            cluster.pod("cart-" + i, "n1").of("cart").put();
        }
    }

    private PodDraft pod(String name) {
        return cluster.pod(name, "n1");
    }

    private PodVerdict judged(PodDraft pod) {
        return judged(pod, PLAIN);
    }

    private PodVerdict judged(PodDraft draft, DrainOptions options) {
        Viewed<PodState> pod = draft.viewed();
        return new PodJudge(cluster.view, options, NOW).judge(pod);
    }
}
