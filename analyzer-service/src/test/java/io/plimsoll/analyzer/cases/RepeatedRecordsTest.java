package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.model.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "heartbeat each repeatInterval (1 h warn, 15 min critical, off for info); tombstone 24 h after resolve". */
class RepeatedRecordsTest {

    /** Each beside the minute at which it came: how the code's alerts are repeated, and when they are forgotten. */
    private static List<String> repeated(Script script, String code) {
        var analysis = new ClusterAnalysis(Script.CLUSTER, AnalysisSettings.defaults());
        List<String> said = new ArrayList<>();
        List<Fact> facts = script.facts();
        for (int i = 0; i < facts.size(); i++) {
            for (Outcome outcome : analysis.accept(facts.get(i), new Position(0, i))) {
                String minute = " @" + minute(analysis.state().now());
                if (outcome instanceof Outcome.AlertRepeated(var alert, var _)
                        && alert.code().code().equals(code)) {
                    said.add(alert.state() + " " + alert.severity() + minute);
                } else if (outcome instanceof Outcome.AlertForgotten(var fingerprint)
                        && fingerprint.contains("|" + code + "|")) {
                    said.add("forgotten" + minute);
                }
            }
        }
        return said;
    }

    private static long minute(Instant instant) {
        return Duration.between(Script.T0, instant).toMinutes();
    }

    @Test
    void aWarningIsRepeatedEveryHourAndForgottenADayAfterItsEnd() {
        NodeDraft n1 = node("n1");

        List<String> said = repeated(
                Script.ticking(Duration.ofMinutes(1))
                        .snapshot(n1, node("n2"))
                        .at(0, n1.condition("DiskPressure", "True"))
                        .at(130, n1.condition("DiskPressure", "False"))
                        .until(135 + 24 * 60 + 10),
                "N3");

        assertThat(said).containsExactly("FIRING WARNING @60", "FIRING WARNING @120", "forgotten @1575");
    }

    @Test
    void aCriticalOneIsRepeatedEveryQuarterOfAnHour() {
        NodeDraft n1 = node("n1");

        List<String> said = repeated(
                Script.ticking(Duration.ofMinutes(1))
                        .snapshot(n1, node("n2"))
                        .at(0, n1.ready("Unknown", null))
                        .at(50, n1.ready())
                        .until(55),
                "N1");

        assertThat(said).containsExactly("FIRING CRITICAL @30", "FIRING CRITICAL @45");
    }

    @Test
    void informationIsNeverRepeated() {
        List<String> said = repeated(
                Script.ticking(Duration.ofMinutes(1))
                        .snapshot(node("n1"), deployment("shop", "web").replicas(3))
                        .until(600),
                "P3");

        assertThat(said).isEmpty();
    }

    @Test
    void whatIsBackBeforeItIsForgottenIsForgottenADayAfterItsLastEnd() {
        NodeDraft n1 = node("n1");

        List<String> said = repeated(
                Script.ticking(Duration.ofMinutes(1))
                        .snapshot(n1, node("n2"))
                        .at(0, n1.ready("Unknown", null))
                        .at(5, n1.ready())
                        .at(700, n1.ready("Unknown", null))
                        .at(705, n1.ready())
                        .until(705 + 24 * 60 + 5),
                "N1");

        assertThat(said).containsExactly("forgotten @2145");
    }
}
