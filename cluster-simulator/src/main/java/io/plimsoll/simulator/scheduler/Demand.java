package io.plimsoll.simulator.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Selector;
import io.plimsoll.simulator.objects.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks of a node.
 *
 * @param nodeTerms one of them must match (required node affinity); empty asks nothing
 * @param volumeTerms for every bound volume with node affinity, one of its terms must match
 * @param near required pod affinity
 * @param apart required pod anti-affinity
 * @param spread topology spread constraints with DoNotSchedule
 */
record Demand(
        PodView pod,
        Map<String, String> nodeSelector,
        List<NodeTerm> nodeTerms,
        List<List<NodeTerm>> volumeTerms,
        List<Taint.Toleration> tolerations,
        List<PodTerm> near,
        List<PodTerm> apart,
        List<Spread> spread) {

    /** All expressions on labels and on {@code metadata.name} must hold; an empty term matches nothing. */
    record NodeTerm(List<Selector.Requirement> labels, List<Selector.Requirement> fields) {

        static List<NodeTerm> listOf(JsonNode terms) {
            List<NodeTerm> list = new ArrayList<>();
            terms.forEach(term -> list.add(new NodeTerm(
                    Selector.expressions(Fields.at(term, "matchExpressions")),
                    Selector.expressions(Fields.at(term, "matchFields")))));
            return list;
        }

        boolean matches(String node, Map<String, String> nodeLabels) {
            return !(labels.isEmpty() && fields.isEmpty())
                    && new Selector(labels).matches(nodeLabels)
                    && new Selector(fields).matches(Map.of("metadata.name", node));
        }
    }

    /** Pods of some namespaces that match a selector, within one domain of a topology key. */
    record PodTerm(Selector selector, @Nullable Set<String> namespaces, String topologyKey) {

        static List<PodTerm> listOf(PodView pod, String kind) {
            JsonNode terms =
                    Fields.at(pod.raw(), "spec", "affinity", kind, "requiredDuringSchedulingIgnoredDuringExecution");
            List<PodTerm> list = new ArrayList<>();
            terms.forEach(term -> list.add(new PodTerm(
                    Selector.of(Fields.at(term, "labelSelector")),
                    namespaces(term, pod.namespace()),
                    Fields.text(term, "topologyKey"))));
            return list;
        }

        /** An empty namespaceSelector means all (null); others aren't resolved and mean the pod's own. */
        private static @Nullable Set<String> namespaces(JsonNode term, String own) {
            JsonNode selector = Fields.at(term, "namespaceSelector");
            if (selector.isObject() && selector.isEmpty()) {
                return null;
            }
            Set<String> named = Fields.items(term, "namespaces").stream()
                    .map(JsonNode::asText)
                    .collect(Collectors.toSet());
            return named.isEmpty() ? Set.of(own) : named;
        }

        boolean covers(PodView other) {
            return (namespaces == null || namespaces.contains(other.namespace())) && selector.matches(other.labels());
        }
    }

    /** At most {@code maxSkew} more matching pods in a domain than in the emptiest eligible one. */
    record Spread(int maxSkew, int minDomains, String topologyKey, Selector selector) {

        static List<Spread> listOf(PodView pod) {
            List<Spread> list = new ArrayList<>();
            for (JsonNode constraint : Fields.at(pod.raw(), "spec", "topologySpreadConstraints")) {
                if (Fields.text(constraint, "whenUnsatisfiable").equals("DoNotSchedule")) {
                    list.add(new Spread(
                            Fields.integer(constraint, 1, "maxSkew"),
                            Fields.integer(constraint, 1, "minDomains"),
                            Fields.text(constraint, "topologyKey"),
                            Selector.of(Fields.at(constraint, "labelSelector"))));
                }
            }
            return list;
        }
    }

    static Demand of(PodView pod, List<List<NodeTerm>> volumeTerms) {
        JsonNode spec = Fields.at(pod.raw(), "spec");
        return new Demand(
                pod,
                Fields.texts(spec, "nodeSelector"),
                NodeTerm.listOf(Fields.at(
                        spec,
                        "affinity",
                        "nodeAffinity",
                        "requiredDuringSchedulingIgnoredDuringExecution",
                        "nodeSelectorTerms")),
                volumeTerms,
                pod.tolerations(),
                PodTerm.listOf(pod, "podAffinity"),
                PodTerm.listOf(pod, "podAntiAffinity"),
                Spread.listOf(pod));
    }

    /** The one node the pod's affinity names; empty if it leaves a choice. */
    String onlyNode() {
        if (nodeTerms.size() != 1 || nodeTerms.getFirst().fields().size() != 1) {
            return "";
        }
        Selector.Requirement field = nodeTerms.getFirst().fields().getFirst();
        return field.operator().equals("In") && field.values().size() == 1
                ? field.values().iterator().next()
                : "";
    }

    boolean selects(String node, Map<String, String> labels) {
        return labels.entrySet().containsAll(nodeSelector.entrySet())
                && (nodeTerms.isEmpty() || nodeTerms.stream().anyMatch(term -> term.matches(node, labels)));
    }
}
