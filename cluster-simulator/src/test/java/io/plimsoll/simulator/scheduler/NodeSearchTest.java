package io.plimsoll.simulator.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeSearchTest {

    private final NodeTable nodes = new NodeTable();
    private final NodeSearch search = new NodeSearch(nodes);

    @BeforeEach
    void threeNodesInTwoZones() {
        node("a", "zone-1", "");
        node("b", "zone-1", "");
        node("c", "zone-2", "");
    }

    @Test
    void leastAllocatedNodeIsTaken() {
        placed("x", "a", "2", "");
        placed("y", "b", "1", "");

        assertThat(place(pod("p", "1", ""))).isEqualTo(new Placement.Fits("c"));
    }

    @Test
    void podThatFitsNowhereIsToldWhyByNode() {
        placed("x", "a", "3500m", "");
        nodes.putNode(view("b", "zone-1", "'unschedulable': true"));
        nodes.putNode(view("c", "zone-2", "'taints': [{'key': 'gpu', 'value': 'yes', 'effect': 'NoSchedule'}]"));

        var nowhere = (Placement.Nowhere) place(pod("p", "1", ""));

        assertThat(nowhere.objections())
                .isEqualTo(Map.of(
                        "Insufficient cpu", 1,
                        "node(s) were unschedulable", 1,
                        "node(s) had untolerated taint {gpu: yes}", 1));
        assertThat(nowhere.message())
                .startsWith(
                        "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {gpu: yes}, 1 node(s) were unschedulable. preemption: ");
    }

    @Test
    void tolerationOfTheCordonsTaintLetsAPodOntoACordonedNode() {
        nodes.removeNode("a");
        nodes.removeNode("b");
        nodes.putNode(view("c", "zone-2", "'unschedulable': true"));

        var placement = place(
                pod("p", "1", "'tolerations': [{'key': 'node.kubernetes.io/unschedulable', 'operator': 'Exists'}]"));

        assertThat(placement).isEqualTo(new Placement.Fits("c"));
    }

    @Test
    void antiAffinityKeepsOutOfTheZonesOfMatchingPodsInBothDirections() {
        placed("x", "a", "1", "");

        var wary = place(pod("p", "1", antiAffinity("topology.kubernetes.io/zone")));
        assertThat(wary).isEqualTo(new Placement.Fits("c"));

        placed("y", "c", "1", antiAffinity("topology.kubernetes.io/zone"));
        var plain = place(pod("q", "1", ""));
        assertThat(plain).isEqualTo(new Placement.Fits("b"));
    }

    @Test
    void spreadConstraintKeepsTheSkewOverZones() {
        placed("x", "c", "100m", "");

        String spread =
                "'topologySpreadConstraints': [{'maxSkew': 1, 'topologyKey': 'topology.kubernetes.io/zone', 'whenUnsatisfiable': 'DoNotSchedule', 'labelSelector': {'matchLabels': {'app': 'web'}}}]";
        assertThat(place(pod("p", "1", spread))).isNotEqualTo(new Placement.Fits("c"));
    }

    @Test
    void affinityWantsAZoneWithAMatchingPodUnlessThePodIsTheFirst() {
        String near =
                "'affinity': {'podAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'topology.kubernetes.io/zone', 'labelSelector': {'matchLabels': {'app': 'web'}}}]}}";
        assertThat(place(pod("first", "1", near))).isInstanceOf(Placement.Fits.class);

        placed("x", "c", "3", "");
        assertThat(place(pod("p", "100m", near))).isEqualTo(new Placement.Fits("c"));
    }

    @Test
    void nodeSelectorAndNodeAffinityBothMustMatch() {
        assertThat(place(pod("p", "1", "'nodeSelector': {'topology.kubernetes.io/zone': 'zone-2'}")))
                .isEqualTo(new Placement.Fits("c"));
        assertThat(
                        place(
                                pod(
                                        "q",
                                        "1",
                                        "'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [{'matchFields': [{'key': 'metadata.name', 'operator': 'In', 'values': ['b']}]}]}}}")))
                .isEqualTo(new Placement.Fits("b"));
    }

    @Test
    void volumeOfAnotherZoneRulesANodeOut() {
        var term = Demand.NodeTerm.listOf(
                json("{'t': [{'matchExpressions': [{'key': 'topology.kubernetes.io/zone', 'operator': 'In', 'values': ['zone-2']}]}]}")
                        .get("t"));

        var placement = search.find(Demand.of(pod("p", "1", ""), List.of(term)));

        assertThat(placement).isEqualTo(new Placement.Fits("c"));
    }

    @Test
    void initContainersSidecarsAndOverheadCount() {
        var pod = pod("p", "1", """
                'overhead': {'cpu': '250m'}, 'initContainers': [
                  {'name': 'sidecar', 'restartPolicy': 'Always', 'resources': {'requests': {'cpu': '500m'}}},
                  {'name': 'init', 'resources': {'requests': {'cpu': '3'}}}]
                """);

        assertThat(pod.requests().cpuMilli()).isEqualTo(3000 + 500 + 250);
    }

    private Placement place(PodView pod) {
        return search.find(Demand.of(pod, List.of()));
    }

    private void placed(String name, String node, String cpu, String more) {
        nodes.putPod(pod(name, cpu, more).on(node));
    }

    private void node(String name, String zone, String spec) {
        nodes.putNode(view(name, zone, spec));
    }

    private static NodeView view(String name, String zone, String spec) {
        return NodeView.of(json("""
                {'metadata': {'name': '%s', 'labels': {'topology.kubernetes.io/zone': '%s'}}, 'spec': {%s},
                 'status': {'allocatable': {'cpu': '4', 'memory': '8Gi', 'pods': '10'}}}
                """.formatted(name, zone, spec)));
    }

    private static PodView pod(String name, String cpu, String more) {
        return PodView.of(json("""
                {'metadata': {'name': '%s', 'namespace': 'shop', 'uid': 'uid-%s', 'labels': {'app': 'web'}},
                 'spec': {'containers': [{'name': 'main', 'resources': {'requests': {'cpu': '%s'}}}]%s}}
                """.formatted(name, name, cpu, more.isEmpty() ? "" : ", " + more)));
    }

    private static String antiAffinity(String key) {
        return "'affinity': {'podAntiAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': '%s', 'labelSelector': {'matchLabels': {'app': 'web'}}}]}}"
                .formatted(key);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
