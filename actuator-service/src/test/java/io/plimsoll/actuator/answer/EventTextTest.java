package io.plimsoll.actuator.answer;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.MaintenanceStatus.ClosedGuard;
import io.plimsoll.model.maintenance.RequestState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Released | what was asked for is done on node n1",
                "RolledBack | node n1 was given back undone",
                "NotStarted | node n1 was not started",
                "Queued | node n1 waits for its turn",
                "Draining | node n1 is at the phase Draining",
            })
    void whatBecameOfTheNodeIsASentence(String phase, String said) {
        var status = answering(RequestState.SUCCEEDED)
                .nodes(Map.of("n1", phase, "n2", "Released"))
                .at(NOW);

        String text = EventText.of(status, "n1");

        assertThat(text).isEqualTo("request r1 has succeeded: " + said);
    }

    @Test
    void causeOfTheNodeItselfComesBeforeThatOfAnother() {
        var status = answering(RequestState.FAILED)
                .causes(List.of(cause("n2", "node n2 is gone"), cause("n1", "node n1 was not started")))
                .at(NOW);

        assertThat(EventText.of(status, "n1")).isEqualTo("request r1 has failed: node n1 was not started");
        assertThat(EventText.of(status, "n3")).isEqualTo("request r1 has failed: node n2 is gone");
    }

    @Test
    void guardThatHoldsItBackIsNamedAndWhoCalledItOffToo() {
        var deferred = answering(RequestState.DEFERRED)
                .guards(List.of(new ClosedGuard("WINDOW", "no window is open", "wait", null)))
                .at(NOW);
        var cancelled = answering(RequestState.CANCELLED)
                .by("ops")
                .nodes(Map.of("n1", "RolledBack"))
                .at(NOW);

        assertThat(EventText.of(deferred, "n1")).isEqualTo("request r1 is deferred: no window is open");
        assertThat(EventText.of(cancelled, "n1"))
                .isEqualTo("request r1 was cancelled by ops: node n1 was given back undone");
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerIsWrittenAsAMapOrAConstant(RequestState state) {
        String text =
                EventText.of(answering(state).nodes(Map.of("n1", "Released")).at(NOW), "n1");

        assertThat(text).doesNotContain("{", "=", "_", state.name()).contains(state.wireName());
    }

    private static Cause cause(String node, String message) {
        return new Cause("CODE", node, message, "mend it");
    }

    private static Answering answering(RequestState state) {
        return new Answering("r1", "eu1", false, state);
    }
}
