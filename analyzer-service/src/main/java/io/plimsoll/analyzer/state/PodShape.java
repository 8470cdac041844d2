package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all pods of one template have in common; shared between them, so that 150,000 pods fit in memory.
 *
 * @param requests of the whole pod as the scheduler counts them: the larger of any init container and the sum of the
 *     others, and the overhead ({@code k8s.io/component-helpers/resource/helpers.go})
 * @param nodeTerms of the required node affinity: any one must hold; none where nothing is required
 * @param limits sum of the containers' limits; 0 where one has none
 */
public record PodShape(
        List<ContainerShape> containers,
        Resources requests,
        Resources limits,
        int priority,
        @Nullable String priorityClass,
        @Nullable String qosClass,
        @Nullable String schedulerName,
        @Nullable Long terminationGraceSeconds,
        Map<String, String> nodeSelector,
        List<Affinity.NodeTerm> nodeTerms,
        List<Toleration> tolerations,
        List<PodVolume> volumes,
        boolean gated,
        boolean mirror) {

    /** One container's name, type and amounts. */
    public record ContainerShape(String name, ContainerState.Type type, Resources requests, Resources limits) {}

    static PodShape of(PodState pod) {
        List<ContainerShape> containers = pod.containers().stream()
                .map(c -> new ContainerShape(c.name(), c.type(), c.requests(), c.limits()))
                .toList();
        return new PodShape(
                containers,
                PodAmounts.requests(containers, pod.overhead()),
                PodAmounts.limits(containers, pod.overhead()),
                pod.priority(),
                pod.priorityClass(),
                pod.qosClass(),
                pod.schedulerName(),
                pod.terminationGraceSeconds(),
                pod.nodeSelector(),
                pod.affinity() == null ? List.of() : pod.affinity().nodeTerms(),
                pod.tolerations(),
                pod.volumes(),
                !pod.schedulingGates().isEmpty(),
                pod.mirror());
    }

    /** The container of that name, or null. */
    public @Nullable ContainerShape container(String name) {
        for (ContainerShape container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        return null;
    }

    /** Static, mirror and system-critical pods, which the kubelet doesn't evict ({@code kubelettypes.IsCriticalPod}). */
    public boolean critical() {
        return mirror || priority >= 2_000_000_000;
    }
}
