package io.plimsoll.analyzer.detect.watch;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.nodeUsage;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Tick.Standing;
import org.junit.jupiter.api.Test;

class WatchCasesTest {

    @Test
    void threeRelistsInTenMinutesAreAStorm() {
        Script script = Script.of(node("n1"))
                .control(0, "Relisted", "pods", new Relisted("410"))
                .control(2, "Relisted", "pods", new Relisted("410"))
                .control(4, "Relisted", "pods", new Relisted("410"))
                .until(22);

        assertThat(Cases.run(script).lines(AlertCode.W2))
                .containsExactly("W2 pods FIRING WARNING @4", "W2 pods RESOLVED WARNING @20.25");
    }

    @Test
    void aClockThatIsOffIsToldAfterHalfAMinute() {
        Script script = Script.of(node("n1")).skew(0, 90_000L).skew(3, 0L).until(6);

        assertThat(Cases.run(script).lines(AlertCode.W3))
                .containsExactly("W3 clock FIRING WARNING @0.5", "W3 clock RESOLVED WARNING @4");
    }

    @Test
    void usageThatIsNotMeasuredAnyMoreIsTold() {
        Script script = Script.of(node("n1"), nodeUsage("n1", -1, 100, 1L << 30))
                .standing(0, "usage", Standing.GAP)
                .until(2);

        assertThat(Cases.run(script).lines(AlertCode.W4)).containsExactly("W4 usage FIRING WARNING @0");
    }

    @Test
    void factsThatWaitForTheBrokerAreTold() {
        Script script = Script.of(node("n1")).unsent(0, 45_000).unsent(1, 0).until(4);

        assertThat(Cases.run(script).lines(AlertCode.W5))
                .containsExactly("W5 facts FIRING WARNING @0", "W5 facts RESOLVED WARNING @2");
    }
}
