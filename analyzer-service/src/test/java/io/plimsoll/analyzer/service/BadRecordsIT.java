package io.plimsoll.analyzer.service;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.service.AnalyzerRig.Instance;
import io.plimsoll.wire.DeadLetter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can't be read, among facts that can. */
class BadRecordsIT {

    private static final String FACT = """
            {"cluster":"eu1","kind":"Pod","namespace":"a","name":"b","observedAt":"2030-01-01T00:00:00Z","origin":"WATCH",
             "body":{"type":"%s"%s}}""";

    @TempDir
    Path directory;

    private AnalyzerRig rig;

    @BeforeEach
    void startBroker() {
        rig = new AnalyzerRig(directory);
    }

    @AfterEach
    void stopAll() {
        rig.close();
    }

    @Test
    void eachGoesToTheDeadLettersWithCauseAndPositionAndTheRestGoesOn() throws Exception {
        rig.broker().createTopics(1);
        Instance instance = rig.start("only", Map.of());
        bad(0, new byte[] {0, 1, (byte) 0xFF, 'x'}); // garbage
        bad(1, "null".getBytes(UTF_8)); // a JSON null
        bad(2, new byte[0]); // nothing
        bad(3, ("\"" + "x".repeat(900_000)).getBytes(UTF_8)); // huge, and never ends
        bad(4, FACT.formatted("Submarine", "").getBytes(UTF_8)); // a kind nobody knows
        rig.send("eu1/Pod/a/5", "{}".getBytes(UTF_8), Map.of("ce_type", "com.example.order.v1")); // another's type
        rig.send("eu1/Pod/a/6", "{}".getBytes(UTF_8), Map.of("ce_type", "io.plimsoll.fact.v2")); // a newer major
        bad(7, "[".repeat(50_000).getBytes(UTF_8)); // deep
        bad(
                8,
                FACT.formatted("Pod", ",\"x\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000))
                        .getBytes(UTF_8)); // deep inside
        bad(9, FACT.formatted("Pod", "").replace("eu1", "eu/1|").getBytes(UTF_8)); // no name for a cluster
        bad(
                10,
                FACT.formatted("Pod", "")
                        .replace("2030-01-01T00:00:00Z", "yesterday")
                        .getBytes(UTF_8));
        rig.send("nonsense", null, Map.of()); // a deletion of nothing that could be: no harm, no letter
        rig.send("eu1/Pod/never/was", null, Map.of());
        var n1 = node("n1");
        rig.send(Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .until(2)
                .facts());

        rig.await("the alert", () -> rig.states().contains("eu1 N1 FIRING"));
        rig.await("lag 0", () -> rig.lag() == 0);

        assertThat(rig.read("plimsoll.dead-letters", DeadLetter.class))
                .extracting(DeadLetter::offset, DeadLetter::code, DeadLetter::key)
                .containsExactly(
                        tuple(0L, "MALFORMED", "eu1/Pod/a/0"),
                        tuple(1L, "MALFORMED", "eu1/Pod/a/1"),
                        tuple(2L, "EMPTY", "eu1/Pod/a/2"),
                        tuple(3L, "MALFORMED", "eu1/Pod/a/3"),
                        tuple(4L, "MALFORMED", "eu1/Pod/a/4"),
                        tuple(5L, "UNKNOWN_TYPE", "eu1/Pod/a/5"),
                        tuple(6L, "NEWER_MAJOR", "eu1/Pod/a/6"),
                        tuple(7L, "MALFORMED", "eu1/Pod/a/7"),
                        tuple(8L, "MALFORMED", "eu1/Pod/a/8"),
                        tuple(9L, "MALFORMED", "eu1/Pod/a/9"),
                        tuple(10L, "MALFORMED", "eu1/Pod/a/10"));
        assertThat(rig.read("plimsoll.dead-letters", DeadLetter.class)).allSatisfy(letter -> {
            assertThat(letter.topic()).isEqualTo("plimsoll.facts");
            assertThat(letter.partition()).isZero();
            assertThat(letter.service()).isEqualTo("analyzer");
            assertThat(letter.message()).isNotBlank().doesNotContain("\n");
        });
        assertThat(instance.alive()).isTrue();
        assertThat(instance.ready()).isTrue();
    }

    private void bad(int number, byte[] value) {
        rig.send("eu1/Pod/a/" + number, value, Map.of());
    }
}
