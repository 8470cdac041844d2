package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workload's pods will look like.
 *
 * @param hash of the whole template: a new one is a rollout
 * @param images without digests, for recognising quorum workloads
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PodTemplate(
        String hash,
        Map<String, String> labels,
        List<String> images,
        @Nullable String nodeName,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        List<TopologySpread> topologySpread,
        Resources requests,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long terminationGraceSeconds,
        boolean hasPreStopHook,
        boolean hasReadinessProbe) {

    public PodTemplate {
        requests = requests == null ? Resources.NONE : requests;
        hash = hash == null ? "" : hash;
        images = Copies.list(images);
        tolerations = Copies.list(tolerations);
        topologySpread = Copies.list(topologySpread);
        labels = Copies.map(labels);
        nodeSelector = Copies.map(nodeSelector);
    }
}
