package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of a pod: what decides where it may run and whether it may be moved. */
final class PodProjection {

    private PodProjection() {}

    static PodState of(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode spec = pod.path("spec");
        JsonNode status = pod.path("status");
        Map<String, String> annotations = Annotations.kept(pod);
        OwnerRef controller = Fields.controller(pod);
        return new PodState(
                Fields.texts(metadata, "labels"),
                annotations,
                controller,
                controller,
                Fields.text(spec, "nodeName"),
                Fields.text(status, "phase"),
                Fields.text(status, "reason"),
                null,
                Fields.conditions(status),
                Fields.instant(metadata, "creationTimestamp"),
                Fields.instant(status, "startTime"),
                Fields.instant(metadata, "deletionTimestamp"),
                Fields.number(metadata, "deletionGracePeriodSeconds"),
                Fields.number(spec, "terminationGracePeriodSeconds"),
                Fields.text(status, "qosClass"),
                Fields.integerOr(spec, "priority", 0),
                Fields.text(spec, "priorityClassName"),
                Fields.text(spec, "schedulerName"),
                Fields.texts(spec, "nodeSelector"),
                affinity(spec.path("affinity")),
                Fields.list(spec, "tolerations", Fields::toleration),
                Fields.list(spec, "topologySpreadConstraints", Fields::spread),
                Fields.list(spec, "schedulingGates", gate -> Fields.text(gate, "name")),
                containers(spec),
                Fields.resources(spec, "overhead"),
                Fields.list(spec, "volumes", PodProjection::volume),
                Fields.text(spec, "hostname"),
                Fields.text(spec, "subdomain"),
                Fields.words(metadata, "finalizers"),
                annotations.containsKey("kubernetes.io/config.mirror"));
    }

    private static List<ContainerState> containers(JsonNode spec) {
        List<ContainerState> all = new ArrayList<>();
        for (JsonNode each : spec.path("initContainers")) {
            boolean sidecar = "Always".equals(Fields.text(each, "restartPolicy"));
            all.add(container(each, sidecar ? ContainerState.Type.SIDECAR : ContainerState.Type.INIT));
        }
        for (JsonNode each : spec.path("containers")) {
            all.add(container(each, ContainerState.Type.REGULAR));
        }
        return all;
    }

    private static ContainerState container(JsonNode spec, ContainerState.Type type) {
        JsonNode resources = spec.path("resources");
        return new ContainerState(
                Fields.textOr(spec, "name", ""),
                type,
                Fields.resources(resources, "requests"),
                Fields.resources(resources, "limits"),
                false,
                0,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static @Nullable Affinity affinity(JsonNode affinity) {
        if (!affinity.isObject()) {
            return null;
        }
        return new Affinity(
                Fields.list(
                        affinity.path("nodeAffinity").path("requiredDuringSchedulingIgnoredDuringExecution"),
                        "nodeSelectorTerms",
                        PodProjection::nodeTerm),
                podTerms(affinity.path("podAffinity")),
                podTerms(affinity.path("podAntiAffinity")));
    }

    static Affinity.NodeTerm nodeTerm(JsonNode term) {
        return new Affinity.NodeTerm(
                Fields.requirements(term, "matchExpressions"), Fields.requirements(term, "matchFields"));
    }

    private static List<Affinity.PodTerm> podTerms(JsonNode affinity) {
        return Fields.list(
                affinity,
                "requiredDuringSchedulingIgnoredDuringExecution",
                term -> new Affinity.PodTerm(
                        Fields.selector(term, "labelSelector"),
                        Fields.words(term, "namespaces"),
                        Fields.selector(term, "namespaceSelector"),
                        Fields.textOr(term, "topologyKey", "")));
    }

    private static @Nullable PodVolume volume(JsonNode volume) {
        String name = Fields.textOr(volume, "name", "");
        JsonNode claim = volume.path("persistentVolumeClaim");
        if (claim.isObject()) {
            return new PodVolume(name, "claim", Fields.text(claim, "claimName"));
        }
        for (String type : List.of("ephemeral", "emptyDir", "hostPath", "local")) {
            if (volume.has(type)) {
                return new PodVolume(name, type, null);
            }
        }
        return null;
    }
}
