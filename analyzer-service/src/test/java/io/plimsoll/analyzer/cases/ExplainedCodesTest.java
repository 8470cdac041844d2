package io.plimsoll.analyzer.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.explain.Explanation;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.policy.Policy;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of every code: what it tells when it starts to fire is explained, by records, numbers and conditions. */
class ExplainedCodesTest {

    /** Names of measured numbers that others may rely on, by code (the contract); those that apply must come. */
    private static final Map<AlertCode, Set<String>> PROMISED = Map.ofEntries(
            promise(AlertCode.A1, "reversals shortLived balance added removed wastedNodeMinutes"),
            promise(AlertCode.A2, "replacements requestChangePercent"),
            promise(AlertCode.A3, "turningPoints amplitude window"),
            promise(AlertCode.A4, "current min max"),
            promise(AlertCode.A4B, "current min max"),
            promise(AlertCode.A5, "flag valueSeconds consolidateAfterSeconds stabilizationSeconds"),
            promise(AlertCode.A6, "pendingSeconds notTriggered"),
            promise(AlertCode.M1, "workingSetBytes headroomBytes headroomPercent explainedPercent"),
            promise(AlertCode.M2, "workingSetBytes headroomBytes headroomPercent timeToEvictSeconds explainedPercent"),
            promise(AlertCode.M3, "ranked"),
            promise(
                    AlertCode.M4,
                    "slopeBytesPerHour mannKendallZ etaSeconds floorBytes limitBytes buckets affectedPods totalPods"),
            promise(AlertCode.M5, "verified unverified"),
            promise(AlertCode.M6, "pods resource"),
            promise(AlertCode.P1, "currentHealthy desiredHealthy expectedPods disruptionsAllowed deficit"),
            promise(AlertCode.P2, "currentHealthy desiredHealthy expectedPods disruptionsAllowed deficit unblockedBy"),
            promise(AlertCode.P3, "blockedReplicaCounts pdbs allowed"),
            promise(AlertCode.P4, "bypasses"),
            promise(
                    AlertCode.C1,
                    "cordoned total percent freeCpuPercent freeMemoryPercent displacedCpuMillis displacedMemoryBytes"
                            + " scope"),
            promise(AlertCode.C2, "classification"),
            promise(AlertCode.S1, "replicas ready majority terminating"),
            promise(AlertCode.S2, "replicas ready majority terminating"),
            promise(AlertCode.S3, "replicas"),
            promise(AlertCode.I1, "max min coefficientOfVariation"),
            promise(AlertCode.I2, "skew maxSkew max min"),
            promise(AlertCode.I3, "max min"),
            promise(AlertCode.N1, "durationSeconds"),
            promise(AlertCode.N2, "transitions"),
            promise(AlertCode.N3, "count"),
            promise(AlertCode.N4, "lastSeenSeconds"),
            promise(AlertCode.N5, "count"),
            promise(AlertCode.N6, "count"),
            promise(AlertCode.N7, "durationSeconds"),
            promise(AlertCode.N8, "durationSeconds count"),
            promise(AlertCode.D1, "evictable reasons"),
            promise(AlertCode.W1, "resource ageSeconds"),
            promise(AlertCode.W2, "resource count"),
            promise(AlertCode.W3, "skewSeconds"),
            promise(AlertCode.W4, "resource ageSeconds"),
            promise(AlertCode.W5, "ageSeconds"),
            promise(AlertCode.W6, "resource count"));

    private static final Map<AlertCode, List<Explanation>> BEGUN = new TreeMap<>();

    private static Map.Entry<AlertCode, Set<String>> promise(AlertCode code, String names) {
        return Map.entry(code, Set.of(names.split(" ")));
    }

    @BeforeAll
    static void runEveryCase() throws ReflectiveOperationException {
        for (List<Fact> facts : EveryCode.logs()) {
            var analysis = new ClusterAnalysis(Script.CLUSTER, AnalysisSettings.defaults());
            for (int i = 0; i < facts.size(); i++) {
                for (Outcome outcome : analysis.accept(facts.get(i), new Position(0, i))) {
                    if (outcome instanceof Outcome.AlertChanged(Alert alert, Life life) && begins(alert)) {
                        BEGUN.computeIfAbsent(alert.code(), _ -> new ArrayList<>())
                                .add(Explanation.of(alert, life));
                    }
                }
            }
        }
    }

    private static boolean begins(Alert alert) {
        return alert.state() == AlertState.FIRING && alert.updatedAt().equals(alert.firedAt());
    }

    @Test
    void everyCodeIsToldInSomeCase() {
        assertThat(BEGUN.keySet()).containsExactlyInAnyOrder(AlertCode.values());
    }

    @Test
    void everyCodeThatNamesNodesMayLeadToDecisionsAboutThem() {
        Set<AlertCode> naming = BEGUN.values().stream()
                .flatMap(List::stream)
                .map(Explanation::alert)
                .filter(alert ->
                        alert.subject().kind().equals("Node") || alert.labels().containsKey("node"))
                .map(Alert::code)
                .collect(Collectors.toSet());

        assertThat(Policy.ABOUT_NODES).containsAll(naming);
    }

    @Test
    void everyAlertRestsOnRecordsThatCanBeLookedUp() {
        Set<String> without = new TreeSet<>();
        BEGUN.forEach((code, all) -> all.forEach(explanation -> {
            if (explanation.evidence().isEmpty()
                    || !explanation.evidence().equals(explanation.alert().evidence())) {
                without.add(code + "/" + explanation.alert().subtype());
            }
            assertThat(explanation.evidence()).allSatisfy(evidence -> {
                assertThat(evidence.offset()).isNotNegative();
                assertThat(evidence.kind()).isNotBlank();
                assertThat(evidence.observedAt())
                        .isBeforeOrEqualTo(explanation.alert().updatedAt());
            });
        }));

        assertThat(without).isEmpty();
    }

    @Test
    void everyAlertSaysWhichConditionHasHeldSinceWhenAndWhichOfItsTermsDo() {
        BEGUN.values()
                .forEach(all -> all.forEach(explanation -> {
                    assertThat(explanation.conditions())
                            .as(explanation.alert().fingerprint())
                            .anySatisfy(condition -> {
                                assertThat(condition.fulfilled()).isTrue();
                                assertThat(condition.severity())
                                        .isEqualTo(explanation.alert().severity());
                                assertThat(condition.since().plus(condition.mustHoldFor()))
                                        .isBeforeOrEqualTo(explanation.alert().updatedAt());
                            });
                    assertThat(explanation.terms())
                            .as(explanation.alert().fingerprint())
                            .allMatch(term -> !term.needed() || Boolean.TRUE.equals(term.held()))
                            .allMatch(term -> term.measured() != null && term.against() != null);
                    assertThat(explanation.fate())
                            .anyMatch(sentence -> sentence.contains("and fired at"))
                            .anyMatch(sentence -> sentence.contains("it ends"));
                    assertThat(Json.mapper()
                                    .valueToTree(explanation)
                                    .path("terms")
                                    .isArray())
                            .isTrue();
                }));
    }

    @Test
    void everyCodeThatIsAMatterOfNumbersHasTerms() {
        // These go by what is seen, not by how much of it: conditions, messages, names, addresses.
        Set<AlertCode> seen = Set.of(
                AlertCode.A4B,
                AlertCode.M8,
                AlertCode.C2,
                AlertCode.S3,
                AlertCode.S4,
                AlertCode.S5,
                AlertCode.S6,
                AlertCode.N7,
                AlertCode.W4);

        Set<AlertCode> without = Arrays.stream(AlertCode.values())
                .filter(code -> BEGUN.getOrDefault(code, List.of()).stream()
                        .allMatch(explanation -> explanation.terms().isEmpty()))
                .collect(Collectors.toSet());

        assertThat(without).isEqualTo(seen);
    }

    @Test
    void whatIsPromisedOfEachCodeIsMeasured() {
        Map<AlertCode, Set<String>> missing = new TreeMap<>();
        PROMISED.forEach((code, names) -> {
            Set<String> left = new TreeSet<>(names);
            BEGUN.getOrDefault(code, List.of())
                    .forEach(explanation ->
                            left.removeAll(explanation.alert().measured().keySet()));
            if (!left.isEmpty()) {
                missing.put(code, left);
            }
        });

        assertThat(missing).isEmpty();
    }
}
