package io.plimsoll.analyzer.service;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.service.AnalyzerRig.Instance;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.wire.Json;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped, as a process of its own, over a real broker. */
class AnalyzerProcessIT {

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
    void aProcessKilledInTheMiddleTellsTheSameStoryOnce() throws Exception {
        rig.broker().createTopics(2);
        var story = new CordonStory();

        Instance before = rig.start("only", Map.of());
        rig.send(story.first());
        rig.await("firing", () -> rig.states().contains("eu1 C1 FIRING"));
        before.kill();
        rig.send(story.rest());
        rig.start("only", Map.of());
        rig.await("resolved", () -> rig.states().contains("eu1 C1 RESOLVED"));

        CordonStory.wasToldOnce(rig.alerts());
    }

    @Test
    void anAlertIsExplainedOverHttpByItsIdAndByItsFingerprint() throws Exception {
        rig.broker().createTopics(1);
        var n1 = node("n1");
        Instance instance = rig.start("only", Map.of());
        rig.send(Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .until(2)
                .facts());
        rig.await("firing", () -> rig.states().contains("eu1 N1 FIRING"));
        Alert firing = rig.alerts().getFirst();

        String byId = instance.get("explain/" + firing.id());
        String byFingerprint = instance.get("explain/" + URLEncoder.encode(firing.fingerprint(), UTF_8));
        String unknown = instance.get("explain/a-0");

        JsonNode explained = Json.mapper().readTree(byId);
        assertThat(Json.mapper().treeToValue(explained.get("alert"), Alert.class))
                .isEqualTo(firing);
        assertThat(explained.get("terms").toString()).contains("durationSeconds");
        assertThat(explained.get("conditions"))
                .filteredOn(held -> held.get("fulfilled").booleanValue())
                .singleElement()
                .satisfies(held -> {
                    assertThat(held.get("since").textValue())
                            .isEqualTo(Script.instant(0).toString());
                    assertThat(held.get("mustHoldFor").textValue()).isEqualTo("PT1M");
                });
        assertThat(explained.get("fate")).isNotEmpty();
        JsonNode record = explained.get("evidence").get(0);
        assertThat(record.get("kind").textValue()).isEqualTo("Node");
        assertThat(record.get("name").textValue()).isEqualTo("n1");
        assertThat(record.get("offset").isIntegralNumber()).isTrue();
        assertThat(byFingerprint).isEqualTo(byId);
        assertThat(unknown).contains("no alert a-0 is known here");
    }

    @Test
    void missingTopicsAreNamedWithTheMendAndItGoesOnByItself() throws Exception {
        Instance instance = rig.start("only", Map.of());
        rig.await("named", () -> instance.health("health/ready").contains("./plimsoll topics --create"));
        assertThat(instance.alive()).isTrue();

        rig.broker().createTopics(1);

        rig.await("ready", instance::ready);
    }

    @Test
    void aMistakeInTheConfigurationIsALineEachAndNoStart() throws Exception {
        Instance instance = rig.start(
                "only",
                Map.of(
                        "plimsoll.analyzer.rules.C1.percent", "many",
                        "plimsoll.analyzer.threads", "0",
                        "plimsoll.analyzer.guarantee", "maybe",
                        "plimsoll.analyzer.close-timeout", "PT0S",
                        "kafka.security.protocol", "SASL",
                        "plimsoll.analyzer.colour", "red"));

        assertThat(instance.process().waitFor()).isEqualTo(2);
        assertThat(instance.log().lines())
                .containsExactlyInAnyOrder(
                        "analyzer-service can't start: kafka.security.protocol is \"SASL\", expected String must be one of"
                                + " (case insensitive): SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT",
                        "analyzer-service can't start: plimsoll.analyzer.colour is \"red\", expected no such key; the keys are"
                                + " listed in docs/configuration.md",
                        "analyzer-service can't start: plimsoll.analyzer.threads is 0, expected 1 to 256",
                        "analyzer-service can't start: plimsoll.analyzer.guarantee is \"maybe\", expected at_least_once or"
                                + " exactly_once_v2",
                        "analyzer-service can't start: plimsoll.analyzer.close-timeout is PT0S, expected a length of time"
                                + " above 0",
                        "analyzer-service can't start: plimsoll.analyzer.rules.C1.percent is \"many\", expected a number");
    }
}
