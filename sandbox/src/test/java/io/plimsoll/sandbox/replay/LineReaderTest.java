package io.plimsoll.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.sandbox.replay.ReplayLine.Gap;
import io.plimsoll.sandbox.replay.ReplayLine.Recorded;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import io.plimsoll.sandbox.replay.ReplayLine.WatchType;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:05Z");

    @Test
    void watchEventsWithoutAClusterAreOfReplay() {
        ReplayLine line = LineReader.read("""
                {"at": "2026-01-01T00:00:05Z", "type": "ADDED", "object": {"kind": "Node", "metadata": {"name": "n1"}}}""");

        assertThat(line).isInstanceOfSatisfying(Seen.class, seen -> {
            assertThat(seen.at()).isEqualTo(AT);
            assertThat(seen.cluster()).isEqualTo("replay");
            assertThat(seen.type()).isEqualTo(WatchType.ADDED);
        });
    }

    @Test
    void recordedFactsKeepKeyHeadersAndValue() {
        ReplayLine line = LineReader.read("""
                {"key": "eu1/Node//n1", "headers": {"ce_type": "io.plimsoll.fact.v1"},
                 "value": {"observedAt": "2026-01-01T00:00:05Z"}}""");

        assertThat(line).isInstanceOfSatisfying(Recorded.class, recorded -> {
            assertThat(recorded.key()).isEqualTo("eu1/Node//n1");
            assertThat(recorded.headers()).containsEntry("ce_type", "io.plimsoll.fact.v1");
            assertThat(recorded.at()).isEqualTo(AT);
        });
    }

    @Test
    void aRecordedNullIsATombstone() {
        assertThat(LineReader.read("{\"key\": \"eu1/Node//n1\", \"value\": null}"))
                .isInstanceOfSatisfying(
                        Recorded.class, recorded -> assertThat(recorded.value()).isNull());
    }

    @Test
    void gapsNameTheirResource() {
        assertThat(LineReader.read(
                        "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"RESTORED\", \"resource\": \"pods\"}"))
                .isEqualTo(new Gap(AT, "replay", "pods", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "oops | not JSON",
                "[1] | a line is a JSON object, this is a array",
                "{\"type\": \"ADDED\"} | 'at' is missing",
                "{\"at\": \"yesterday\", \"type\": \"ADDED\"} | 'at' is no RFC 3339 instant: 'yesterday'",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"BOOKMARK\"} | type is 'BOOKMARK'",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"GAP\"} | 'resource' is missing",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"ADDED\", \"object\": {}} | has no kind"
            })
    void whatCantBeReadIsSaidInWords(String line, String cause) {
        assertThatThrownBy(() -> LineReader.read(line)).hasMessageContaining(cause);
    }
}
