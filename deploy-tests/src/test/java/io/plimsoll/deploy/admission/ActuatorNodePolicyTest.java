package io.plimsoll.deploy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.deploy.admission.Policy.Call;
import io.plimsoll.deploy.render.Chart;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Repository;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each change is given as a field's path and what it becomes; {@code -} takes it away. */
class ActuatorNodePolicyTest {

    private static final String ACTUATOR = "system:serviceaccount:plimsoll:plimsoll-actuator";
    private static final String NODE = """
        metadata:
          name: n1
          uid: u1
          labels: {pool: a}
          annotations: {somebody.example/note: keep, plimsoll.io/claim: old}
        spec:
          providerID: test://n1
          podCIDR: 10.0.0.0/24
          taints:
            - {key: dedicated, value: gpu, effect: NoSchedule}
            - {key: plimsoll.io/maintenance, effect: NoSchedule}
        status:
          capacity: {cpu: "4", memory: 16Gi}
          allocatable: {cpu: "4", memory: 15Gi}
        """;

    private final Policy policy =
            new Policy(Manifests.parse(Repository.read(Repository.deploy("kustomize/base/admission-policy.yaml")))
                    .get("ValidatingAdmissionPolicy /plimsoll-actuator-nodes"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec/unschedulable | true",
                "/metadata/annotations/plimsoll.io~1claim | '{\"request\":\"r\"}'",
                "/metadata/annotations/plimsoll.io~1claim | -",
                "/metadata/annotations/plimsoll.io~1drain-started | now",
                "/metadata/annotations/cluster-autoscaler.kubernetes.io~1scale-down-disabled | 'true'",
                "/metadata/resourceVersion | 42",
                "/spec/taints/1/effect | NoExecute",
                "/spec/taints/1 | -"
            })
    void actuatorMayCordonMarkAndTaintAsItsOwn(String path, String value) {
        assertThat(denials(ACTUATOR, changed(path, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/metadata/labels/pool | b | labels",
                "/metadata/labels/topology.kubernetes.io~1zone | z | labels",
                "/metadata/labels | - | labels",
                "/metadata/finalizers | x | finalizers",
                "/metadata/ownerReferences | x | owners",
                "/metadata/annotations/somebody.example~1note | - | somebody.example/note",
                "/metadata/annotations/somebody.example~1note | other | somebody.example/note",
                "/metadata/annotations/somebody.example~1more | new | somebody.example/more",
                "/metadata/annotations/plimsoll.io.example~1claim | new | plimsoll.io.example/claim",
                "/spec/providerID | test://n2 | unschedulable and its own taint",
                "/spec/podCIDR | - | unschedulable and its own taint",
                "/spec/configSource | x | unschedulable and its own taint",
                "/spec/taints/0 | - | plimsoll.io/",
                "/spec/taints/0/effect | NoExecute | plimsoll.io/",
                "/spec/taints/1/key | theirs | plimsoll.io/",
                "/spec/taints | - | plimsoll.io/",
                "/status/capacity/cpu | 400 | status",
                "/status/allocatable | - | status",
                "/status/conditions | x | status"
            })
    void actuatorMayChangeNothingElse(String path, String value, String named) {
        List<String> denials = denials(ACTUATOR, changed(path, value));

        assertThat(denials)
                .singleElement()
                .asString()
                .startsWith("Plimsoll's actuator may")
                .contains(named);
    }

    @Test
    void everyoneElseIsNoBusinessOfThePolicy() {
        assertThat(denials("system:node:n1", changed("/status/capacity/cpu", "400")))
                .isEmpty();
        assertThat(denials("system:serviceaccount:other:plimsoll-actuator", changed("/metadata/labels/pool", "b")))
                .isEmpty();
    }

    @Test
    void actuatorNeitherCreatesNorDeletesNodes() {
        assertThat(policy.denials(new Call(ACTUATOR, "DELETE", node(), null)))
                .contains("Plimsoll's actuator neither creates nor deletes nodes.");
        assertThat(policy.denials(new Call(ACTUATOR, "CREATE", null, node())))
                .contains("Plimsoll's actuator neither creates nor deletes nodes.");
    }

    @Test
    void bareNodeMayBeCordonedAndMarked() {
        ObjectNode bare = (ObjectNode) Manifests.tree("metadata: {name: n1}");
        ObjectNode marked = (ObjectNode) Manifests.tree(
                "{metadata: {name: n1, annotations: {plimsoll.io/claim: r}}, spec: {unschedulable: true}}");

        assertThat(policy.denials(new Call(ACTUATOR, "UPDATE", bare, marked))).isEmpty();
        assertThat(policy.denials(new Call(ACTUATOR, "UPDATE", marked, bare))).isEmpty();
    }

    /** Two changes, one of them forbidden, are forbidden, whichever they are. */
    @Test
    void forbiddenChangeIsNotHiddenByPermittedOnes() {
        String[][] permitted = {
            {"/spec/unschedulable", "true"},
            {"/metadata/annotations/plimsoll.io~1claim", "new"},
            {"/metadata/annotations/cluster-autoscaler.kubernetes.io~1scale-down-disabled", "true"}
        };
        String[][] forbidden = {
            {"/metadata/labels/pool", "b"},
            {"/metadata/annotations/somebody.example~1note", "-"},
            {"/spec/providerID", "x"},
            {"/spec/taints/0", "-"},
            {"/status/capacity/cpu", "1"}
        };
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            ObjectNode after = node();
            for (String[] change : permitted) {
                if (random.nextBoolean()) {
                    change(after, change[0], change[1]);
                }
            }
            assertThat(denials(ACTUATOR, after)).as("seed %d", seed).isEmpty();

            String[] one = forbidden[random.nextInt(forbidden.length)];
            change(after, one[0], one[1]);

            assertThat(denials(ACTUATOR, after)).as("seed %d", seed).isNotEmpty();
        }
    }

    @Test
    void chartsPolicyNamesTheReleasesAccount() throws Exception {
        Policy charts = new Policy(Chart.render("").get("ValidatingAdmissionPolicy /plimsoll-actuator-nodes"));

        assertThat(charts.denials(new Call(ACTUATOR, "UPDATE", node(), changed("/metadata/labels/pool", "b"))))
                .hasSize(1);
    }

    @Test
    void bindingDeniesForAllNodesAndNothingIsLeftOpenByAFault() {
        Manifests manifests =
                Manifests.parse(Repository.read(Repository.deploy("kustomize/base/admission-policy.yaml")));
        JsonNode spec = manifests
                .get("ValidatingAdmissionPolicy /plimsoll-actuator-nodes")
                .path("spec");
        JsonNode binding = manifests
                .get("ValidatingAdmissionPolicyBinding /plimsoll-actuator-nodes")
                .path("spec");

        assertThat(spec.path("failurePolicy").asText()).isEqualTo("Fail");
        assertThat(spec.at("/matchConstraints/resourceRules/0/resources"))
                .map(JsonNode::asText)
                .containsExactly("nodes", "nodes/status");
        assertThat(binding.path("policyName").asText()).isEqualTo("plimsoll-actuator-nodes");
        assertThat(binding.path("validationActions")).map(JsonNode::asText).contains("Deny");
        assertThat(binding.has("matchResources")).isFalse();
    }

    private List<String> denials(String user, JsonNode after) {
        return policy.denials(new Call(user, "UPDATE", node(), after));
    }

    private static ObjectNode node() {
        return (ObjectNode) Manifests.tree(NODE);
    }

    private static ObjectNode changed(String path, String value) {
        ObjectNode after = node();
        change(after, path, value);
        return after;
    }

    private static void change(ObjectNode node, String path, String value) {
        int slash = path.lastIndexOf('/');
        JsonNode parent = node.at(path.substring(0, slash));
        String field = path.substring(slash + 1).replace("~1", "/");
        if (parent instanceof ObjectNode object) {
            if (value.equals("-")) {
                object.remove(field);
            } else {
                object.set(field, Manifests.tree(value));
            }
        } else if (parent instanceof com.fasterxml.jackson.databind.node.ArrayNode array && value.equals("-")) {
            array.remove(Integer.parseInt(field));
        } else {
            throw new IllegalArgumentException("nothing to change at " + path);
        }
    }
}
