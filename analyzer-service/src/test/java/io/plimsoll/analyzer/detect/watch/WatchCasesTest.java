package io.plimsoll.analyzer.detect.watch;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.nodeUsage;
import static io.plimsoll.analyzer.cases.Drafts.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Drafts;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Tick.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class WatchCasesTest {

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
    void theFirstReadingOfUsageMayTakeFiveMinutes() {
        Script script = Script.unread("usage", node("n1")).until(6);

        assertThat(Cases.run(script).lines(AlertCode.W4)).containsExactly("W4 usage FIRING WARNING @4");
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({"5, 50, 1", "4, 50, 0", "49, 49, 0", "11, 111, 0", "12, 111, 1"})
    void eventsThatTheirRecorderMergedAreToldWhereTheyAreMany(int merged, int all, int told) {
        Script script = Script.of(node("n1"));
        for (int i = 0; i < all; i++) {
            boolean aggregated = i >= all - merged;
            script.at(1 + i * 0.01, raw("Event", "shop", "e" + i, event(aggregated)));
        }

        assertThat(Cases.run(script.until(5)).lines(AlertCode.W6)).hasSize(told);
    }

    private static EventState event(boolean aggregated) {
        var pod = ObjectRef.of("Pod", "shop", "web");
        return new EventState("Warning", "BackOff", "again", pod, true, 1, 1, null, null, "kubelet", null, aggregated);
    }

    @Test
    void factsThatWaitForTheBrokerAreTold() {
        Script script = Script.of(node("n1")).unsent(0, 45_000).unsent(1, 0).until(4);

        assertThat(Cases.run(script).lines(AlertCode.W5))
                .containsExactly("W5 facts FIRING WARNING @0", "W5 facts RESOLVED WARNING @2");
    }

    @Test
    void aListThatTheApiServerAskedForIsInformationForAMinute() {
        Script script = Script.of(node("n1"))
                .control(1, "Relisted", "pods", new Relisted("410 Gone: too old resource version"))
                .control(10, "Relisted", "pods", new Relisted("the connection was closed"))
                .until(12);

        assertThat(Cases.run(script).lines(AlertCode.W1))
                .containsExactly("W1/RELISTED pods FIRING INFO @1", "W1/RELISTED pods RESOLVED INFO @2");
    }

    @Test
    void aNodeWhoseLeaseIsRenewedByAnotherClockIsTold() {
        Script script = Script.of(node("n1"), node("n2"));
        for (int i = 0; i <= 12; i++) {
            double minute = i / 6.0;
            double ahead = i < 9 ? minute + 0.5 : minute;
            script.at(minute, lease("n1", ahead), lease("n2", minute - 0.01));
        }

        assertThat(Cases.run(script.until(4)).lines(AlertCode.W3))
                .containsExactly("W3 n1 FIRING WARNING @0.5", "W3 n1 RESOLVED WARNING @2.5");
    }

    @Test
    void leasesThatComeLateAreNoSkew() {
        Script script = Script.of(node("n1")).standing(0, "leases", Standing.GAP);
        for (int i = 0; i <= 12; i++) {
            script.at(1 + i / 6.0, lease("n1", i / 6.0));
        }

        assertThat(Cases.run(script.until(4)).lines(AlertCode.W3)).isEmpty();
    }

    private static Drafts.Raw lease(String node, double renewed) {
        return raw("Lease", "kube-node-lease", node, new LeaseState(node, Script.instant(renewed), 40));
    }
}
