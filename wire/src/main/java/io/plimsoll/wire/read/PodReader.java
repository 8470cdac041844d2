package io.plimsoll.wire.read;

import com.fasterxml.jackson.databind.ObjectReader;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod, behind the body's {@code type}; what few pods have is left to the mapper, part by part. */
final class PodReader {

    private final ObjectReader affinities = Json.mapper().readerFor(Affinity.class);
    private final ObjectReader tolerations = Json.mapper().readerForListOf(Toleration.class);
    private final ObjectReader spreads = Json.mapper().readerForListOf(TopologySpread.class);
    private final ObjectReader volumes = Json.mapper().readerForListOf(PodVolume.class);

    PodState read(Tokens in) throws IOException {
        var pod = new Parts();
        for (String field = in.field(); field != null; field = in.field()) {
            if (!(pod.metadata(field, in) || pod.status(field, in) || spec(pod, field, in))) {
                in.skip();
            }
        }
        return pod.pod();
    }

    private boolean spec(Parts pod, String field, Tokens in) throws IOException {
        switch (field) {
            case "affinity" -> pod.affinity = in.mapped(affinities);
            case "tolerations" -> pod.tolerations = in.mapped(tolerations);
            case "topologySpread" -> pod.topologySpread = in.mapped(spreads);
            case "volumes" -> pod.volumes = in.mapped(volumes);
            case "terminationGraceSeconds" -> pod.terminationGraceSeconds = in.number();
            case "qosClass" -> pod.qosClass = in.text();
            case "priority" -> pod.priority = in.integer();
            case "priorityClass" -> pod.priorityClass = in.text();
            case "schedulerName" -> pod.schedulerName = in.text();
            case "nodeSelector" -> pod.nodeSelector = in.textMap();
            case "schedulingGates" -> pod.schedulingGates = in.texts();
            case "overhead" -> pod.overhead = ContainerReader.resources(in);
            case "hostname" -> pod.hostname = in.text();
            case "subdomain" -> pod.subdomain = in.text();
            case "mirror" -> pod.mirror = in.flag();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A pod as far as it is read. */
    private static final class Parts {

        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private @Nullable OwnerRef controller;
        private @Nullable OwnerRef workload;
        private @Nullable String nodeName;
        private @Nullable String phase;
        private @Nullable String reason;
        private @Nullable String message;
        private List<Condition> conditions = List.of();
        private @Nullable Instant createdAt;
        private @Nullable Instant startedAt;
        private @Nullable Instant deletionTimestamp;
        private @Nullable Long deletionGraceSeconds;
        private @Nullable Long terminationGraceSeconds;
        private @Nullable String qosClass;
        private int priority;
        private @Nullable String priorityClass;
        private @Nullable String schedulerName;
        private Map<String, String> nodeSelector = Map.of();
        private @Nullable Affinity affinity;
        private List<Toleration> tolerations = List.of();
        private List<TopologySpread> topologySpread = List.of();
        private List<String> schedulingGates = List.of();
        private List<ContainerState> containers = List.of();
        private @Nullable Resources overhead;
        private List<PodVolume> volumes = List.of();
        private @Nullable String hostname;
        private @Nullable String subdomain;
        private List<String> finalizers = List.of();
        private boolean mirror;

        boolean metadata(String field, Tokens in) throws IOException {
            switch (field) {
                case "labels" -> labels = in.textMap();
                case "annotations" -> annotations = in.textMap();
                case "controller" -> controller = PartReader.owner(in);
                case "workload" -> workload = PartReader.owner(in);
                case "createdAt" -> createdAt = in.instant();
                case "deletionTimestamp" -> deletionTimestamp = in.instant();
                case "deletionGraceSeconds" -> deletionGraceSeconds = in.number();
                case "finalizers" -> finalizers = in.texts();
                default -> {
                    return false;
                }
            }
            return true;
        }

        boolean status(String field, Tokens in) throws IOException {
            switch (field) {
                case "nodeName" -> nodeName = in.text();
                case "phase" -> phase = in.text();
                case "reason" -> reason = in.text();
                case "message" -> message = in.unique();
                case "conditions" -> conditions = in.list(PartReader::condition);
                case "startedAt" -> startedAt = in.instant();
                case "containers" -> containers = in.list(ContainerReader::container);
                default -> {
                    return false;
                }
            }
            return true;
        }

        PodState pod() {
            return new PodState(
                    labels,
                    annotations,
                    controller,
                    workload,
                    nodeName,
                    phase,
                    reason,
                    message,
                    conditions,
                    createdAt,
                    startedAt,
                    deletionTimestamp,
                    deletionGraceSeconds,
                    terminationGraceSeconds,
                    qosClass,
                    priority,
                    priorityClass,
                    schedulerName,
                    nodeSelector,
                    affinity,
                    tolerations,
                    topologySpread,
                    schedulingGates,
                    containers,
                    overhead == null ? Resources.NONE : overhead,
                    volumes,
                    hostname,
                    subdomain,
                    finalizers,
                    mirror);
        }
    }
}
