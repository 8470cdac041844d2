package io.plimsoll.deploy.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the restricted Pod Security Standard asks, and what Plimsoll asks of itself, of every pod that is installed. */
class HardeningTest {

    private static final List<String> SERVICES = List.of("watcher", "analyzer", "actuator");

    static List<Arguments> pods() throws IOException {
        List<Arguments> pods = new ArrayList<>();
        String everything = "{namespace: {create: true}, mode: enforce, force: true, strimzi: {enabled: true},"
                + " monitoring: {enabled: true}}";
        Chart.render(everything).podSpecs().forEach((name, spec) -> pods.add(Arguments.of(name, spec)));
        return pods;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pods")
    void podIsWithinTheRestrictedStandard(String name, JsonNode spec) {
        assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(List.of("hostNetwork", "hostPID", "hostIPC")).noneMatch(spec::has);
        for (JsonNode volume : spec.path("volumes")) {
            assertThat(List.of("emptyDir", "secret", "configMap", "projected")).anyMatch(volume::has);
        }
        for (JsonNode container : spec.path("containers")) {
            JsonNode context = container.path("securityContext");
            assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(context.at("/capabilities").has("add")).isFalse();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pods")
    void podTakesNoVariablesFromTheNamespacesServices(String name, JsonNode spec) {
        assertThat(spec.path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @Test
    void everyServiceRunsTwiceApartAndWithABudgetThatNeverBlocksADrain() throws Exception {
        Manifests rendered = Chart.render("");

        for (String service : SERVICES) {
            JsonNode deployment = rendered.get("Deployment plimsoll/plimsoll-" + service);
            assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
            assertThat(deployment
                            .at("/spec/template/spec/topologySpreadConstraints")
                            .findValuesAsText("topologyKey"))
                    .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            JsonNode budget = rendered.get("PodDisruptionBudget plimsoll/plimsoll-" + service);
            assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
            assertThat(budget.at("/spec/unhealthyPodEvictionPolicy").asText()).isEqualTo("AlwaysAllow");
            assertThat(budget.at("/spec/selector")).isEqualTo(deployment.at("/spec/selector"));
        }
    }

    @Test
    void everyServiceIsProbedWhereItAnswers() throws Exception {
        Manifests rendered = Chart.render("");

        for (String service : SERVICES) {
            JsonNode container =
                    rendered.get("Deployment plimsoll/plimsoll-" + service).at("/spec/template/spec/containers/0");
            Map.of("startupProbe", "started", "livenessProbe", "live", "readinessProbe", "ready")
                    .forEach((probe, path) -> assertThat(
                                    container.path(probe).at("/httpGet/path").asText())
                            .isEqualTo("/q/health/" + path));
            assertThat(container.at("/ports/0/containerPort").asText())
                    .isEqualTo(Repository.read(Repository.root()
                                    .resolve(service + "-service/src/main/resources/application.properties"))
                            .replaceAll("(?s).*quarkus\\.http\\.port=([0-9]+).*", "$1"));
        }
    }

    @Test
    void analyzerHasNoTokenAndNoRightsAndNoWayToTheApiServer() throws Exception {
        Manifests rendered = Chart.render("");

        JsonNode spec = rendered.get("Deployment plimsoll/plimsoll-analyzer").at("/spec/template/spec");
        assertThat(spec.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(rendered.get("ServiceAccount plimsoll/plimsoll-analyzer")
                        .path("automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
        assertThat(bound(rendered)).doesNotContain("plimsoll-analyzer").contains("plimsoll-watcher");
        assertThat(rendered.get("NetworkPolicy plimsoll/plimsoll-api-server")
                        .at("/spec/podSelector")
                        .toString())
                .doesNotContain("analyzer");
    }

    @Test
    void nobodyIsGivenAWildcardOrASecret() throws Exception {
        Manifests rendered = Chart.render("force: true");

        var rules = List.of("ClusterRole", "Role").stream()
                .flatMap(rendered::ofKind)
                .flatMap(role -> role.path("rules").findParents("verbs").stream())
                .toList();
        assertThat(rules).isNotEmpty().allSatisfy(rule -> assertThat(rule.toString())
                .doesNotContain("\"*\"")
                .doesNotContain("secrets"));
        assertThat(rules.stream()
                        .filter(rule -> rule.path("resources").toString().contains("\"nodes\""))
                        .map(rule -> rule.path("verbs").toString()))
                .allSatisfy(verbs -> assertThat(verbs).doesNotContain("update", "delete", "create"));
    }

    @Test
    void trafficIsDeniedUnlessNamedAndEveryServiceMayReachItsBrokers() throws Exception {
        Manifests rendered = Chart.render("");

        JsonNode deny =
                rendered.get("NetworkPolicy plimsoll/plimsoll-default-deny").path("spec");
        assertThat(deny.path("policyTypes")).map(JsonNode::asText).containsExactly("Ingress", "Egress");
        assertThat(deny.has("ingress") || deny.has("egress")).isFalse();
        rendered.ofKind("Deployment")
                .forEach(deployment -> assertThat(labels(deployment.at("/spec/template/metadata/labels")))
                        .containsAllEntriesOf(labels(deny.at("/podSelector/matchLabels"))));
        assertThat(rendered.get("NetworkPolicy plimsoll/plimsoll-kafka")
                        .at("/spec/podSelector/matchExpressions/0/values"))
                .map(JsonNode::asText)
                .containsExactlyElementsOf(SERVICES);
    }

    /** A managed Kafka answers where its maker likes. */
    @Test
    void brokersAreReachedOnWhicheverPortTheirAddressesHave() throws Exception {
        Manifests rendered =
                Chart.render("kafka: {bootstrapServers: \"b-1.kafka.example:9098,b-2.kafka.example:9098\"}");

        assertThat(rendered.get("NetworkPolicy plimsoll/plimsoll-kafka").at("/spec/egress/0/ports"))
                .extracting(port -> port.path("port").asInt())
                .containsExactly(9092, 9093, 9098);
    }

    /** OpenShift's names are looked up elsewhere, and a node may have a cache of its own. */
    @Test
    void namesAreLookedUpWhereTheClusterHasThem() throws Exception {
        JsonNode egress = Chart.render("networkPolicy: {dns: {namespace: openshift-dns, ports: [5353],"
                        + " addresses: [169.254.20.10/32]}}")
                .get("NetworkPolicy plimsoll/plimsoll-dns")
                .at("/spec/egress/0");

        assertThat(egress.path("to").toString())
                .contains("openshift-dns", "169.254.20.10/32")
                .doesNotContain("kube-system");
        assertThat(egress.path("ports"))
                .extracting(port ->
                        port.path("protocol").asText() + port.path("port").asInt())
                .containsExactly("UDP5353", "TCP5353");
    }

    /** Somebody may have put Plimsoll beside its Kafka. */
    @Test
    void noPolicyTouchesWhatElseRunsInTheNamespace() throws Exception {
        Manifests rendered = Chart.render("");

        assertThat(rendered.ofKind("NetworkPolicy")).hasSize(5).allSatisfy(policy -> assertThat(
                        labels(policy.at("/spec/podSelector/matchLabels")))
                .containsEntry("app.kubernetes.io/name", "plimsoll"));
    }

    private static Map<String, String> labels(JsonNode labels) {
        Map<String, String> read = new TreeMap<>();
        labels.properties()
                .forEach(each -> read.put(each.getKey(), each.getValue().asText()));
        return read;
    }

    private static Set<String> bound(Manifests rendered) {
        Set<String> names = new TreeSet<>();
        List.of("ClusterRoleBinding", "RoleBinding").stream()
                .flatMap(rendered::ofKind)
                .forEach(binding -> binding.path("subjects")
                        .forEach(subject -> names.add(subject.path("name").asText())));
        return names;
    }
}
