package io.plimsoll.deploy.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real Helm, over the chart: what it renders is what kustomize renders. */
class ChartTest {

    @Test
    void helmFindsNothingToComplainOf() {
        var result = Chart.lint();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "dry-run, namespace: {create: true}",
        "enforce, '{namespace: {create: true}, mode: enforce}'",
        "strimzi, '{namespace: {create: true}, strimzi: {enabled: true}}'"
    })
    void chartAndOverlayMeanTheSame(String overlay, String values) throws Exception {
        Map<String, JsonNode> kustomize = Kustomize.overlay(overlay).meaning();

        Map<String, JsonNode> helm = Chart.render(values).meaning();

        assertThat(helm.keySet()).isEqualTo(kustomize.keySet());
        helm.forEach((key, object) -> assertThat(Manifests.text(object))
                .as(key)
                .isEqualTo(Manifests.text(ordered(kustomize.get(key), object))));
    }

    @ParameterizedTest
    @CsvSource({
        "force, force: true",
        "monitoring, monitoring: {enabled: true}",
        "medik8s, foreignLeases: [medik8s-leases]"
    })
    void chartAndComponentMeanTheSame(String component, String value, @TempDir Path directory) throws Exception {
        Map<String, JsonNode> kustomize =
                OverlaysTest.withComponent(directory, component).meaning();

        Map<String, JsonNode> helm = Chart.render("mode: enforce\nnamespace: {create: true}\n" + value)
                .meaning();

        assertThat(helm.keySet()).isEqualTo(kustomize.keySet());
        assertThat(helm).isEqualTo(kustomize);
    }

    @ParameterizedTest
    @CsvSource({
        "mode: enforced, mode",
        "kafka: {bootstrapServers: kafka}, kafka",
        "watcher: {replicas: 0}, replicas",
        "actuator: {env: {plimsoll.actuator.soak: PT1M}}, plimsoll.actuator.soak",
        "clusterName: eu1, clusterName",
        "strimzi: {enabled: yes please}, enabled"
    })
    void valueThatCantBeIsRefusedByName(String values, String named) {
        assertThatThrownBy(() -> Chart.template(values)).hasMessageContaining(named);
    }

    @Test
    void releaseElsewhereNamesNoNamespaceButItsOwnAndThoseOfKubernetes() throws Exception {
        String elsewhere = new com.marcnuri.helm.Helm(Chart.DIRECTORY)
                .template()
                .withName("guard")
                .withNamespace("guarding")
                .withKubeVersion("1.32.4")
                .call();

        Manifests rendered = Manifests.parse(elsewhere);

        assertThat(rendered.byKey().values().stream()
                        .map(object -> object.at("/metadata/namespace").asText(""))
                        .distinct())
                .containsExactlyInAnyOrder("", "guarding", "default", "kube-system", "kube-node-lease");
        assertThat(rendered.ofKind("ValidatingAdmissionPolicy").toList().toString())
                .contains("system:serviceaccount:guarding:plimsoll-actuator");
        assertThat(rendered.byKey().keySet()).doesNotContain("Namespace /guarding");
    }

    @Test
    void ownSettingsReachTheService() throws Exception {
        Manifests rendered = Chart.render("actuator: {env: {PLIMSOLL_ACTUATOR_SOAK: PT5M}}\ncluster: eu1");

        assertThat(rendered.get("Deployment plimsoll/plimsoll-actuator").toString())
                .contains("{\"name\":\"PLIMSOLL_ACTUATOR_SOAK\",\"value\":\"PT5M\"}");
        assertThat(rendered.get("ConfigMap plimsoll/plimsoll")
                        .at("/data/PLIMSOLL_CLUSTER")
                        .asText())
                .isEqualTo("eu1");
    }

    @ParameterizedTest
    @CsvSource({"2000000, 2000000", "0.25, 0.25", "true, true", "'\"a<b, c\"', 'a<b, c'"})
    void settingReachesTheServiceAsItWasWritten(String given, String told) throws Exception {
        JsonNode container = Chart.render("watcher: {env: {PLIMSOLL_WATCHER_QUEUE_RECORDS: " + given + "}}")
                .get("Deployment plimsoll/plimsoll-watcher")
                .at("/spec/template/spec/containers/0/env/0");

        assertThat(container.path("value").asText()).isEqualTo(told);
    }

    /** Variables are read at the start: a change of them that leaves the pods as they are would change nothing. */
    @Test
    void otherSettingsAreOtherPodsAndTheSameSettingsTheSame() throws Exception {
        String before = digest("");

        assertThat(before).isNotEmpty().isEqualTo(digest("mode: dry-run"));
        assertThat(digest("cluster: eu1")).isNotEqualTo(before);
        assertThat(digest("kafka: {bootstrapServers: \"elsewhere:9092\"}")).isNotEqualTo(before);
    }

    private static String digest(String values) throws IOException {
        return Chart.render(values)
                .get("Deployment plimsoll/plimsoll-watcher")
                .at("/spec/template/metadata/annotations")
                .path(Manifests.SETTINGS_DIGEST)
                .asText();
    }

    /** Fields in the other's order, so that a difference reads as one. */
    private static JsonNode ordered(JsonNode tree, JsonNode like) {
        return tree.equals(like) ? like : tree;
    }
}
