package io.plimsoll.deploy.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlaysTest {

    private static final String ACTUATOR = "Deployment plimsoll/plimsoll-actuator";

    @Test
    void defaultOverlayWritesNothingToTheCluster() throws Exception {
        Manifests dryRun = Kustomize.overlay("dry-run");

        assertThat(variable(dryRun, "PLIMSOLL_ACTUATOR_MODE")).isEqualTo("dry-run");
        assertThat(variable(dryRun, "PLIMSOLL_ACTUATOR_FORCE")).isEmpty();
    }

    @Test
    void enforceDiffersFromTheDefaultInTheModeAlone() throws Exception {
        Manifests dryRun = Kustomize.overlay("dry-run");
        Manifests enforce = Kustomize.overlay("enforce");

        assertThat(variable(enforce, "PLIMSOLL_ACTUATOR_MODE")).isEqualTo("enforce");
        var differing = dryRun.byKey().keySet().stream()
                .filter(key -> !dryRun.get(key).equals(enforce.byKey().get(key)));
        assertThat(enforce.byKey()).hasSameSizeAs(dryRun.byKey());
        assertThat(differing).containsExactly(ACTUATOR);
    }

    @Test
    void noOverlayMayDeletePods() throws Exception {
        for (String overlay : List.of("dry-run", "enforce", "strimzi")) {
            assertThat(rules(Kustomize.overlay(overlay)))
                    .as(overlay)
                    .noneMatch(rule -> has(rule.path("resources"), "pods") && has(rule.path("verbs"), "delete"));
        }
    }

    @Test
    void forceAddsTheDeletingOfPodsAndNothingElse(@TempDir Path directory) throws Exception {
        Manifests without = Kustomize.overlay("enforce");

        Manifests with = withComponent(directory, "force");

        List<JsonNode> added = new ArrayList<>(rules(with));
        added.removeAll(rules(without));
        assertThat(added).singleElement().satisfies(rule -> {
            assertThat(rule.path("resources")).map(JsonNode::asText).containsExactly("pods");
            assertThat(rule.path("verbs")).map(JsonNode::asText).containsExactly("delete");
        });
        assertThat(variable(with, "PLIMSOLL_ACTUATOR_FORCE")).isEqualTo("true");
    }

    @Test
    void strimziLogsInAndReachesTheBrokersPodsOnly() throws Exception {
        Manifests strimzi = Kustomize.overlay("strimzi");

        assertThat(strimzi.ofKind("KafkaTopic")).isNotEmpty();
        assertThat(strimzi.ofKind("KafkaUser")).isNotEmpty();
        assertThat(variable(strimzi, "KAFKA_SECURITY_PROTOCOL")).isEqualTo("SASL_SSL");
        assertThat(strimzi.get("NetworkPolicy plimsoll/plimsoll-kafka")
                        .at("/spec/egress/0/to/0/podSelector/matchLabels/strimzi.io~1cluster")
                        .asText())
                .isEqualTo("kafka");
    }

    /** Kustomize takes no absolute paths. */
    static Manifests withComponent(Path directory, String component) throws IOException, InterruptedException {
        Path overlay = Files.createDirectory(directory.resolve("overlay"));
        String base = overlay.toRealPath()
                .relativize(Repository.deploy("kustomize").toRealPath())
                .toString();
        Files.writeString(overlay.resolve("kustomization.yaml"), """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: [%s/overlays/enforce]
            components: [%s/components/%s]
            """.formatted(base, base, component));
        return Kustomize.build(overlay);
    }

    private static List<JsonNode> rules(Manifests manifests) {
        List<JsonNode> rules = new ArrayList<>();
        manifests.ofKind("ClusterRole").forEach(role -> role.path("rules").forEach(rules::add));
        manifests.ofKind("Role").forEach(role -> role.path("rules").forEach(rules::add));
        return rules;
    }

    private static boolean has(JsonNode list, String wanted) {
        for (JsonNode each : list) {
            if (each.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String variable(Manifests manifests, String name) {
        for (JsonNode variable : manifests.get(ACTUATOR).at("/spec/template/spec/containers/0/env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        return "";
    }
}
