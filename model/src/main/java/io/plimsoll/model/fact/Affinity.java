package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import io.plimsoll.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod requires of its node and its neighbours. Preferences are not kept: they decide nothing here.
 *
 * @param nodeTerms any one must hold; within a term every expression must
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Affinity(List<NodeTerm> nodeTerms, List<PodTerm> podAffinity, List<PodTerm> podAntiAffinity) {

    public Affinity {
        nodeTerms = Copies.list(nodeTerms);
        podAffinity = Copies.list(podAffinity);
        podAntiAffinity = Copies.list(podAntiAffinity);
    }

    /** Expressions over labels and, separately, over fields ({@code metadata.name}). */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record NodeTerm(List<LabelSelector.Requirement> labels, List<LabelSelector.Requirement> fields) {

        public NodeTerm {
            labels = Copies.list(labels);
            fields = Copies.list(fields);
        }
    }

    /** Pods that must, or must not, share the topology domain; no namespaces means the pod's own. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record PodTerm(
            @Nullable LabelSelector selector,
            List<String> namespaces,
            @Nullable LabelSelector namespaceSelector,
            String topologyKey) {

        public PodTerm {
            namespaces = Copies.list(namespaces);
            topologyKey = topologyKey == null ? "" : topologyKey;
        }
    }
}
