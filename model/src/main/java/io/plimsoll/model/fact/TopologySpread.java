package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import io.plimsoll.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code topologySpreadConstraint}; a null policy means the API's default (Honor affinity, Ignore taints). */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record TopologySpread(
        int maxSkew,
        String topologyKey,
        String whenUnsatisfiable,
        @Nullable LabelSelector selector,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer minDomains,
        @Nullable String nodeAffinityPolicy,
        @Nullable String nodeTaintsPolicy,
        List<String> matchLabelKeys) {

    public TopologySpread {
        topologyKey = topologyKey == null ? "" : topologyKey;
        whenUnsatisfiable = whenUnsatisfiable == null ? "" : whenUnsatisfiable;
        matchLabelKeys = Copies.list(matchLabelKeys);
    }
}
