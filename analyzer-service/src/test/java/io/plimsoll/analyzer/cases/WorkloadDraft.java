package io.plimsoll.analyzer.cases;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.FieldChange;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.model.fact.WorkloadState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workload whose template and selector say {@code app=<its name>}; all replicas up to date and ready. */
public final class WorkloadDraft extends Draft<WorkloadDraft> {

    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final List<Toleration> tolerations = new ArrayList<>();
    private final List<TopologySpread> spreads = new ArrayList<>();
    private final List<String> claimTemplates = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private Map<String, String> templateLabels;
    private String hash = "hash-1";
    private String templateNode;
    private List<String> images = List.of("registry.example/app:1");
    private boolean readinessProbe = true;
    private boolean preStop = true;
    private OwnerRef owner;
    private Integer replicas = 1;
    private int ready = 1;
    private int updated = 1;
    private long generation = 1;
    private long observedGeneration = 1;
    private FieldChange replicasChangedBy;
    private String strategy = "RollingUpdate";
    private String currentRevision;
    private String updateRevision;
    private String podManagement;
    private String serviceName;
    private Integer partition;

    WorkloadDraft(String kind, String namespace, String name) {
        super(kind, namespace, name);
        templateLabels = Map.of("app", name);
    }

    /** As wished, as up to date and as ready. */
    public WorkloadDraft replicas(int replicas) {
        this.replicas = replicas;
        this.ready = replicas;
        this.updated = replicas;
        return this;
    }

    public WorkloadDraft wished(Integer replicas) {
        this.replicas = replicas;
        return this;
    }

    public WorkloadDraft ready(int ready) {
        this.ready = ready;
        return this;
    }

    public WorkloadDraft updated(int updated) {
        this.updated = updated;
        return this;
    }

    public WorkloadDraft owner(String kind, String name) {
        this.owner = new OwnerRef(kind, name, kind + "-" + name + "-1");
        return this;
    }

    public WorkloadDraft label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public WorkloadDraft annotation(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    public WorkloadDraft templateLabels(Map<String, String> labels) {
        this.templateLabels = labels;
        return this;
    }

    public WorkloadDraft templateHash(String hash) {
        this.hash = hash;
        return this;
    }

    public WorkloadDraft templateNode(String node) {
        this.templateNode = node;
        return this;
    }

    public WorkloadDraft images(String... images) {
        this.images = List.of(images);
        return this;
    }

    public WorkloadDraft tolerates(Toleration toleration) {
        tolerations.add(toleration);
        return this;
    }

    public WorkloadDraft spread(TopologySpread spread) {
        spreads.add(spread);
        return this;
    }

    public WorkloadDraft generations(long generation, long observed) {
        this.generation = generation;
        this.observedGeneration = observed;
        return this;
    }

    public WorkloadDraft replicasChangedBy(String manager, double atMinute) {
        this.replicasChangedBy = new FieldChange(manager, Script.instant(atMinute));
        return this;
    }

    public WorkloadDraft partition(int partition) {
        this.partition = partition;
        return this;
    }

    public WorkloadDraft strategy(String strategy) {
        this.strategy = strategy;
        return this;
    }

    public WorkloadDraft revisions(String current, String update) {
        this.currentRevision = current;
        this.updateRevision = update;
        return this;
    }

    public WorkloadDraft podManagement(String policy) {
        this.podManagement = policy;
        return this;
    }

    public WorkloadDraft service(String serviceName) {
        this.serviceName = serviceName;
        return this;
    }

    public WorkloadDraft claimTemplate(String name) {
        claimTemplates.add(name);
        return this;
    }

    public WorkloadDraft condition(String type, String status, String reason) {
        conditions.removeIf(condition -> condition.type().equals(type));
        conditions.add(new Condition(type, status, reason, null, null));
        return this;
    }

    public WorkloadDraft probes(boolean readinessProbe, boolean preStop) {
        this.readinessProbe = readinessProbe;
        this.preStop = preStop;
        return this;
    }

    @Override
    FactBody body() {
        var template = new PodTemplate(
                hash,
                templateLabels,
                images,
                templateNode,
                Map.of(),
                tolerations,
                spreads,
                Resources.of(100, 128L << 20),
                30L,
                preStop,
                readinessProbe);
        int status = replicas == null ? ready : replicas;
        return new WorkloadState(
                labels,
                annotations,
                owner,
                replicas,
                status,
                ready,
                ready,
                updated,
                generation,
                observedGeneration,
                LabelSelector.ofLabels(templateLabels),
                template,
                replicasChangedBy,
                strategy,
                600,
                false,
                currentRevision,
                updateRevision,
                podManagement,
                serviceName,
                claimTemplates,
                conditions,
                createdAt,
                null,
                partition);
    }
}
