package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.LabelSelector.Requirement;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Affinity.NodeTerm;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.VolumeState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is kept of budgets, workloads, claims, volumes and storage classes. */
final class OtherProjections {

    private static final List<String> TOPOLOGY = List.of(
            "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region");

    private OtherProjections() {}

    static BudgetState budget(JsonNode budget) {
        JsonNode metadata = budget.path("metadata");
        JsonNode spec = budget.path("spec");
        JsonNode status = budget.path("status");
        Map<String, Instant> disrupted = new LinkedHashMap<>();
        for (var entry : status.path("disruptedPods").properties()) {
            Instant since = Fields.instant(status.path("disruptedPods"), entry.getKey());
            if (since != null) {
                disrupted.put(entry.getKey(), since);
            }
        }
        return new BudgetState(
                Annotations.kept(budget),
                Fields.texts(metadata, "labels"),
                Fields.text(spec, "minAvailable"),
                Fields.text(spec, "maxUnavailable"),
                Fields.selector(spec, "selector"),
                Fields.text(spec, "unhealthyPodEvictionPolicy"),
                metadata.path("generation").asLong(0),
                status.path("observedGeneration").asLong(0),
                Fields.integerOr(status, "currentHealthy", 0),
                Fields.integerOr(status, "desiredHealthy", 0),
                Fields.integerOr(status, "expectedPods", 0),
                Fields.integerOr(status, "disruptionsAllowed", 0),
                disrupted,
                Fields.conditions(status),
                Fields.instant(metadata, "creationTimestamp"));
    }

    static WorkloadState workload(String kind, JsonNode workload) {
        JsonNode metadata = workload.path("metadata");
        JsonNode spec = workload.path("spec");
        JsonNode status = workload.path("status");
        boolean daemon = kind.equals("DaemonSet");
        return new WorkloadState(
                Fields.texts(metadata, "labels"),
                Annotations.kept(workload),
                Fields.controller(workload),
                daemon ? null : Fields.integer(spec, "replicas"),
                Fields.integerOr(status, daemon ? "desiredNumberScheduled" : "replicas", 0),
                Fields.integerOr(status, daemon ? "numberReady" : "readyReplicas", 0),
                Fields.integerOr(status, daemon ? "numberAvailable" : "availableReplicas", 0),
                Fields.integerOr(status, daemon ? "updatedNumberScheduled" : "updatedReplicas", 0),
                metadata.path("generation").asLong(0),
                status.path("observedGeneration").asLong(0),
                Fields.selector(spec, "selector"),
                template(spec.path("template")),
                null,
                Fields.text(spec.path(kind.equals("Deployment") ? "strategy" : "updateStrategy"), "type"),
                Fields.integer(spec, "progressDeadlineSeconds"),
                spec.path("paused").asBoolean(false),
                Fields.text(status, "currentRevision"),
                Fields.text(status, "updateRevision"),
                Fields.text(spec, "podManagementPolicy"),
                Fields.text(spec, "serviceName"),
                List.of(),
                Fields.conditions(status),
                Fields.instant(metadata, "creationTimestamp"),
                Fields.instant(metadata, "deletionTimestamp"),
                null);
    }

    private static @Nullable PodTemplate template(JsonNode template) {
        if (!template.isObject()) {
            return null;
        }
        JsonNode spec = template.path("spec");
        return new PodTemplate(
                "",
                Fields.texts(template.path("metadata"), "labels"),
                Fields.list(spec, "containers", each -> Fields.text(each, "image")),
                Fields.text(spec, "nodeName"),
                Fields.texts(spec, "nodeSelector"),
                Fields.list(spec, "tolerations", Fields::toleration),
                List.of(),
                Resources.NONE,
                Fields.number(spec, "terminationGracePeriodSeconds"),
                false,
                false);
    }

    static ClaimState claim(JsonNode claim) {
        JsonNode metadata = claim.path("metadata");
        JsonNode spec = claim.path("spec");
        return new ClaimState(
                Fields.text(claim.path("status"), "phase"),
                Fields.text(spec, "volumeName"),
                Fields.text(spec, "storageClassName"),
                null,
                Fields.instant(metadata, "creationTimestamp"),
                Fields.instant(metadata, "deletionTimestamp"));
    }

    static VolumeState volume(JsonNode volume) {
        JsonNode spec = volume.path("spec");
        JsonNode claim = spec.path("claimRef");
        return new VolumeState(
                Fields.text(volume.path("status"), "phase"),
                spec.has("local") || spec.has("hostPath"),
                zoned(
                        Fields.list(
                                spec.path("nodeAffinity").path("required"),
                                "nodeSelectorTerms",
                                PodProjection::nodeTerm),
                        Fields.texts(volume.path("metadata"), "labels")),
                claim.isObject()
                        ? new ObjectRef(
                                "PersistentVolumeClaim",
                                Fields.text(claim, "namespace"),
                                Fields.textOr(claim, "name", ""),
                                Fields.text(claim, "uid"))
                        : null);
    }

    /**
     * With the zone and the region that the volume's labels name, which bind it as well; nodes without any such label are
     * taken to be everywhere.
     *
     * <p>Source: {@code pkg/scheduler/framework/plugins/volumezone}; several zones are parted by two underscores.
     */
    private static List<NodeTerm> zoned(List<NodeTerm> terms, Map<String, String> labels) {
        List<Requirement> named = TOPOLOGY.stream()
                .filter(labels::containsKey)
                .map(key -> new Requirement(
                        key, "In", List.of(labels.getOrDefault(key, "").split("__"))))
                .toList();
        if (named.isEmpty()) {
            return terms;
        }
        List<Requirement> none = TOPOLOGY.stream()
                .map(key -> new Requirement(key, "DoesNotExist", List.of()))
                .toList();
        List<NodeTerm> zoned = new ArrayList<>();
        for (NodeTerm term : terms.isEmpty() ? List.of(new NodeTerm(List.of(), List.of())) : terms) {
            for (List<Requirement> either : List.of(named, none)) {
                zoned.add(new NodeTerm(
                        Stream.concat(term.labels().stream(), either.stream()).toList(), term.fields()));
            }
        }
        return zoned;
    }

    /** Where a storage class lets its volumes be: any of these. */
    static List<NodeTerm> topologies(JsonNode storageClass) {
        return Fields.list(
                storageClass,
                "allowedTopologies",
                term -> new NodeTerm(
                        Fields.list(
                                term,
                                "matchLabelExpressions",
                                each -> new Requirement(
                                        Fields.textOr(each, "key", ""), "In", Fields.words(each, "values"))),
                        List.of()));
    }

    static LeaseState lease(JsonNode lease) {
        JsonNode spec = lease.path("spec");
        return new LeaseState(
                Fields.text(spec, "holderIdentity"),
                Fields.instant(spec, "renewTime"),
                Fields.integer(spec, "leaseDurationSeconds"));
    }
}
