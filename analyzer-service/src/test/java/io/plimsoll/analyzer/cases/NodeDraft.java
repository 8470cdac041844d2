package io.plimsoll.analyzer.cases;

import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.FieldChange;
import io.plimsoll.model.fact.NodeGroup;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Taint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node: Ready, 4 cores, 16 GiB, 110 pods, in group {@code default} and zone {@code a}. */
public final class NodeDraft extends Draft<NodeDraft> {

    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private final List<Taint> taints = new ArrayList<>();
    private boolean unschedulable;
    private FieldChange cordonedBy;
    private String providerId;
    private String bootId = "boot-1";
    private Resources capacity = new Resources(4_000, 16L << 30, 100L << 30, 110, Map.of());
    private Resources allocatable = capacity;
    private NodeGroup group = new NodeGroup("default", "eks.amazonaws.com/nodegroup");

    NodeDraft(String name) {
        super("Node", null, name);
        providerId = "aws:///" + name;
        labels.put("kubernetes.io/hostname", name);
        labels.put("topology.kubernetes.io/zone", "a");
        conditions.put("Ready", new Condition("Ready", "True", "KubeletReady", null, createdAt));
    }

    public NodeDraft label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public NodeDraft annotation(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    public NodeDraft withoutAnnotation(String key) {
        annotations.remove(key);
        return this;
    }

    public NodeDraft group(String group) {
        this.group = new NodeGroup(group, "eks.amazonaws.com/nodegroup");
        return this;
    }

    public NodeDraft zone(String zone) {
        return label("topology.kubernetes.io/zone", zone);
    }

    public NodeDraft capacity(long cpuMillis, long memoryBytes) {
        this.capacity = new Resources(cpuMillis, memoryBytes, 100L << 30, 110, Map.of());
        this.allocatable = capacity;
        return this;
    }

    public NodeDraft allocatable(long cpuMillis, long memoryBytes, long pods) {
        this.allocatable = new Resources(cpuMillis, memoryBytes, 100L << 30, pods, Map.of());
        return this;
    }

    public NodeDraft bootId(String bootId) {
        this.bootId = bootId;
        return this;
    }

    public NodeDraft providerId(String providerId) {
        this.providerId = providerId;
        return this;
    }

    public NodeDraft cordoned() {
        this.unschedulable = true;
        this.cordonedBy = new FieldChange("kubectl-cordon", null);
        return taint("node.kubernetes.io/unschedulable", "NoSchedule");
    }

    public NodeDraft cordonedAt(double minute) {
        this.unschedulable = true;
        this.cordonedBy = new FieldChange("kubectl-cordon", Script.instant(minute));
        taints.removeIf(taint -> taint.key().equals("node.kubernetes.io/unschedulable"));
        taints.add(new Taint("node.kubernetes.io/unschedulable", null, "NoSchedule", Script.instant(minute)));
        return this;
    }

    public NodeDraft uncordoned() {
        this.unschedulable = false;
        this.cordonedBy = null;
        return untainted("node.kubernetes.io/unschedulable");
    }

    public NodeDraft taint(String key, String effect) {
        untainted(key);
        taints.add(new Taint(key, null, effect, null));
        return this;
    }

    public NodeDraft untainted(String key) {
        taints.removeIf(taint -> taint.key().equals(key));
        return this;
    }

    /** The Ready condition: True, False or Unknown. */
    public NodeDraft ready(String status, String message) {
        return condition("Ready", status, "KubeletNotReady", message, null);
    }

    public NodeDraft ready() {
        return condition("Ready", "True", "KubeletReady", null, null);
    }

    public NodeDraft condition(String type, String status) {
        return condition(type, status, null, null, null);
    }

    public NodeDraft condition(String type, String status, String reason, String message, Instant changedAt) {
        conditions.put(type, new Condition(type, status, reason, message, changedAt));
        return this;
    }

    @Override
    FactBody body() {
        return new NodeState(
                labels,
                annotations,
                unschedulable,
                cordonedBy,
                taints,
                providerId,
                "uuid-" + name,
                bootId,
                "v1.32.0",
                capacity,
                allocatable,
                List.copyOf(conditions.values()),
                createdAt,
                null,
                group);
    }
}
