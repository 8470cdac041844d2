package io.plimsoll.watcher.project;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.WorkloadState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of whatever runs pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, ReplicationController. */
final class WorkloadProjection {

    private WorkloadProjection() {}

    static WorkloadState of(String kind, Reading workload) {
        Reading metadata = workload.at("metadata");
        Reading spec = workload.at("spec");
        Reading status = workload.at("status");
        Counts counts = counts(kind, status);
        boolean scaled = !kind.equals("DaemonSet") && !kind.equals("Job");
        return new WorkloadState(
                metadata.textMap("labels"),
                KeptAnnotations.of(workload),
                Parts.controller(workload),
                scaled ? spec.integer("replicas") : null,
                counts.all(),
                counts.ready(),
                counts.available(),
                counts.updated(),
                metadata.numberOr("generation", 0),
                status.numberOr("observedGeneration", 0),
                selector(kind, spec),
                PodTemplateProjection.of(spec),
                scaled ? FieldManagers.lastWriter(workload, "replicas") : null,
                strategy(kind, spec),
                spec.integer("progressDeadlineSeconds"),
                spec.flag("paused") || spec.flag("suspend"),
                status.text("currentRevision"),
                status.text("updateRevision"),
                spec.text("podManagementPolicy"),
                spec.text("serviceName"),
                claimTemplates(spec),
                Parts.conditions(status),
                metadata.instant("creationTimestamp"),
                metadata.instant("deletionTimestamp"),
                spec.at("updateStrategy").at("rollingUpdate").integer("partition"));
    }

    private record Counts(int all, int ready, int available, int updated) {}

    private static Counts counts(String kind, Reading status) {
        return switch (kind) {
            case "DaemonSet" ->
                new Counts(
                        status.integerOr("desiredNumberScheduled", 0),
                        status.integerOr("numberReady", 0),
                        status.integerOr("numberAvailable", 0),
                        status.integerOr("updatedNumberScheduled", 0));
            case "Job" -> new Counts(status.integerOr("active", 0), status.integerOr("ready", 0), 0, 0);
            default ->
                new Counts(
                        status.integerOr("replicas", 0),
                        status.integerOr("readyReplicas", 0),
                        status.integerOr("availableReplicas", 0),
                        status.integerOr("updatedReplicas", 0));
        };
    }

    private static @Nullable LabelSelector selector(String kind, Reading spec) {
        if (kind.equals("ReplicationController")) {
            return spec.has("selector") ? LabelSelector.ofLabels(spec.textMap("selector")) : null;
        }
        return Parts.selector(spec, "selector");
    }

    private static @Nullable String strategy(String kind, Reading spec) {
        return spec.at(kind.equals("Deployment") ? "strategy" : "updateStrategy")
                .text("type");
    }

    private static List<String> claimTemplates(Reading spec) {
        return spec.list(
                "volumeClaimTemplates", template -> template.at("metadata").text("name"));
    }
}
