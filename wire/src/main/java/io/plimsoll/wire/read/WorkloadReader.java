package io.plimsoll.wire.read;

import com.fasterxml.jackson.databind.ObjectReader;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.LabelSelector.Requirement;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.FieldChange;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.model.fact.WorkloadState;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload, behind the body's {@code type}; what few workloads have is left to the mapper, part by part. */
final class WorkloadReader {

    private final ObjectReader requirements = Json.mapper().readerForListOf(Requirement.class);
    private final ObjectReader tolerations = Json.mapper().readerForListOf(Toleration.class);
    private final ObjectReader spreads = Json.mapper().readerForListOf(TopologySpread.class);
    private final ObjectReader changes = Json.mapper().readerFor(FieldChange.class);

    WorkloadState read(Tokens in) throws IOException {
        var workload = new Parts();
        for (String field = in.field(); field != null; field = in.field()) {
            if (!(workload.metadata(field, in) || workload.status(field, in) || spec(workload, field, in))) {
                in.skip();
            }
        }
        return workload.state();
    }

    private boolean spec(Parts workload, String field, Tokens in) throws IOException {
        switch (field) {
            case "replicas" -> workload.replicas = in.integer();
            case "selector" -> workload.selector = selector(in);
            case "template" -> workload.template = template(in);
            case "replicasChangedBy" -> workload.replicasChangedBy = in.mapped(changes);
            case "strategy" -> workload.strategy = in.text();
            case "progressDeadlineSeconds" -> workload.progressDeadlineSeconds = in.integer();
            case "paused" -> workload.paused = in.flag();
            case "podManagementPolicy" -> workload.podManagementPolicy = in.text();
            case "serviceName" -> workload.serviceName = in.text();
            case "claimTemplates" -> workload.claimTemplates = in.texts();
            case "partition" -> workload.partition = in.integer();
            default -> {
                return false;
            }
        }
        return true;
    }

    private LabelSelector selector(Tokens in) throws IOException {
        Map<String, String> matchLabels = Map.of();
        List<Requirement> matchExpressions = List.of();
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "matchLabels" -> matchLabels = in.textMap();
                case "matchExpressions" -> matchExpressions = in.mapped(requirements);
                default -> in.skip();
            }
        }
        return new LabelSelector(matchLabels, matchExpressions);
    }

    private PodTemplate template(Tokens in) throws IOException {
        String hash = "";
        Map<String, String> labels = Map.of();
        List<String> images = List.of();
        String nodeName = null;
        Map<String, String> nodeSelector = Map.of();
        List<Toleration> tolerated = List.of();
        List<TopologySpread> spread = List.of();
        Resources requests = Resources.NONE;
        Long graceSeconds = null;
        boolean hasPreStopHook = false;
        boolean hasReadinessProbe = false;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "hash" -> hash = in.text();
                case "labels" -> labels = in.textMap();
                case "images" -> images = in.texts();
                case "nodeName" -> nodeName = in.text();
                case "nodeSelector" -> nodeSelector = in.textMap();
                case "tolerations" -> tolerated = in.mapped(tolerations);
                case "topologySpread" -> spread = in.mapped(spreads);
                case "requests" -> requests = ContainerReader.resources(in);
                case "terminationGraceSeconds" -> graceSeconds = in.number();
                case "hasPreStopHook" -> hasPreStopHook = in.flag();
                case "hasReadinessProbe" -> hasReadinessProbe = in.flag();
                default -> in.skip();
            }
        }
        return new PodTemplate(
                hash,
                labels,
                images,
                nodeName,
                nodeSelector,
                tolerated,
                spread,
                requests,
                graceSeconds,
                hasPreStopHook,
                hasReadinessProbe);
    }

    /** A workload as far as it is read. */
    private static final class Parts {

        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private @Nullable OwnerRef owner;
        private @Nullable Integer replicas;
        private int statusReplicas;
        private int readyReplicas;
        private int availableReplicas;
        private int updatedReplicas;
        private long generation;
        private long observedGeneration;
        private @Nullable LabelSelector selector;
        private @Nullable PodTemplate template;
        private @Nullable FieldChange replicasChangedBy;
        private @Nullable String strategy;
        private @Nullable Integer progressDeadlineSeconds;
        private boolean paused;
        private @Nullable String currentRevision;
        private @Nullable String updateRevision;
        private @Nullable String podManagementPolicy;
        private @Nullable String serviceName;
        private List<String> claimTemplates = List.of();
        private List<Condition> conditions = List.of();
        private @Nullable Instant createdAt;
        private @Nullable Instant deletionTimestamp;
        private @Nullable Integer partition;

        boolean metadata(String field, Tokens in) throws IOException {
            switch (field) {
                case "labels" -> labels = in.textMap();
                case "annotations" -> annotations = in.textMap();
                case "owner" -> owner = PartReader.owner(in);
                case "generation" -> generation = in.number();
                case "createdAt" -> createdAt = in.instant();
                case "deletionTimestamp" -> deletionTimestamp = in.instant();
                default -> {
                    return false;
                }
            }
            return true;
        }

        boolean status(String field, Tokens in) throws IOException {
            switch (field) {
                case "statusReplicas" -> statusReplicas = in.integer();
                case "readyReplicas" -> readyReplicas = in.integer();
                case "availableReplicas" -> availableReplicas = in.integer();
                case "updatedReplicas" -> updatedReplicas = in.integer();
                case "observedGeneration" -> observedGeneration = in.number();
                case "currentRevision" -> currentRevision = in.text();
                case "updateRevision" -> updateRevision = in.text();
                case "conditions" -> conditions = in.list(PartReader::condition);
                default -> {
                    return false;
                }
            }
            return true;
        }

        WorkloadState state() {
            return new WorkloadState(
                    labels,
                    annotations,
                    owner,
                    replicas,
                    statusReplicas,
                    readyReplicas,
                    availableReplicas,
                    updatedReplicas,
                    generation,
                    observedGeneration,
                    selector,
                    template,
                    replicasChangedBy,
                    strategy,
                    progressDeadlineSeconds,
                    paused,
                    currentRevision,
                    updateRevision,
                    podManagementPolicy,
                    serviceName,
                    claimTemplates,
                    conditions,
                    createdAt,
                    deletionTimestamp,
                    partition);
        }
    }
}
