package io.plimsoll.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why an alert is suppressed, and that it is told as soon as it isn't any more, of plain watch events. */
class SuppressionReplayTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            suppressed-by-maintenance | 4 N1 n1 FIRING [MAINTENANCE_WINDOW]; 6 N1 n1 RESOLVED [MAINTENANCE_WINDOW]; 6 N6 n1 FIRING [MAINTENANCE_WINDOW]; 7 N6 n1 RESOLVED [MAINTENANCE_WINDOW]; 8 N2 n1 FIRING [MAINTENANCE_WINDOW]; 10 N1 n1 FIRING [MAINTENANCE_WINDOW]; 12 N1 n1 FIRING []; 14 N1 n1 RESOLVED []
            suppressed-by-removal     | 0 N3 n2 FIRING []; 1 N1 n1 FIRING []; 5 N1 n1 FIRING [NODE_REMOVAL_BY_AUTOSCALER]; 5 N3 n2 FIRING [NODE_REMOVAL_BY_AUTOSCALER]; 8 N3 n2 FIRING []; 9 N1 n1 RESOLVED [NODE_REMOVAL_BY_AUTOSCALER]
            """)
    void aSuppressedAlertIsToldWithItsReasonAndOnceMoreWithoutIt(String file, String expected) {
        List<ObjectNode> out = new ArrayList<>();

        Replay.run(resource(file).toString(), InputStream.nullInputStream(), out::add, _ -> {});

        assertThat(out.stream().filter(SuppressionReplayTest::ofAlert).map(SuppressionReplayTest::told))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(expected.split("; ")));
        assertThat(out).noneMatch(line -> line.path("topic").asText().endsWith(".decisions"));
    }

    private static boolean ofAlert(JsonNode line) {
        return line.path("topic").asText().endsWith(".alerts")
                && line.path("value").isObject();
    }

    private static String told(JsonNode line) {
        JsonNode alert = line.path("value");
        List<String> reasons = new ArrayList<>();
        alert.path("suppressedBy").forEach(reason -> reasons.add(reason.asText()));
        return Duration.between(START, Instant.parse(line.path("at").asText())).toMinutes() + " "
                + alert.path("code").asText() + " " + alert.at("/subject/name").asText() + " "
                + alert.path("state").asText() + " " + reasons;
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(SuppressionReplayTest.class.getResource("/replay/" + name + ".jsonl"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
