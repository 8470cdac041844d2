package io.plimsoll.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.sandbox.replay.ReplayLine.End;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'metadata': 'n1' | object.metadata is a string, expected an object",
                "'metadata': {'name': 'n1', 'labels': ['a']} | object.metadata.labels is an array, expected an object",
                "'metadata': {'name': 'n1'}, 'status': {'conditions': {}} | object.status.conditions is an object, expected an array"
            })
    void objectsOfAnotherShapeThanAnApiServersAreRefused(String fields, String cause) {
        String line = "{'at': '2026-01-01T00:00:05Z', 'type': 'ADDED', 'object': {'kind': 'Node', %s}}"
                .formatted(fields)
                .replace('\'', '"');

        assertThatThrownBy(() -> LineReader.read(line)).hasMessage(cause);
    }

    @Test
    void aBookmarkSaysThatTimePassed() {
        assertThat(LineReader.read("""
                {"at": "2026-01-01T00:00:05Z", "type": "BOOKMARK", "object": {"kind": "Pod", "metadata": {}}}""")).isEqualTo(new End(AT));
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
                "[1] | a line is a JSON object, this is an array",
                "{} {} | not JSON",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"ERROR\"} | write GAP",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"END\", \"cluster\": \"a/b\"} | cluster is 'a/b'",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"GAP\", \"resource\": \"podz\"} | resource is 'podz', expected one of",
                "{\"type\": \"ADDED\"} | 'at' is missing",
                "{\"type\": \"ADDED\", \"object\": {\"kind\": \"Node\"}} | docs/contracts/replay.md shows how",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"ADDED\", \"object\": {\"kind\": \"NodeList\", \"items\": []}} | each of its items",
                "{\"at\": \"yesterday\", \"type\": \"ADDED\"} | 'at' is no RFC 3339 instant: 'yesterday'",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"added\"} | type is 'added'",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"GAP\"} | 'resource' is missing",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"ADDED\", \"object\": {}} | has no kind",
                "{\"at\": \"2026-01-01T00:00:05Z\", \"type\": \"ADDED\", \"object\": {\"kind\": \"Node\"}} | has no metadata.name"
            })
    void whatCantBeReadIsSaidInWords(String line, String cause) {
        assertThatThrownBy(() -> LineReader.read(line)).hasMessageContaining(cause);
    }
}
