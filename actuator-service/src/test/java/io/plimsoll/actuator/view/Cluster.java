package io.plimsoll.actuator.view;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.NodeGroup;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.model.fact.VolumeState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster for tests, put together object by object; the view is {@link #view}. */
public final class Cluster {

    public static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    public final Map<Resource, Freshness> freshness = new HashMap<>();
    public final IndexedView view =
            new IndexedView("eu1", resource -> freshness.getOrDefault(resource, Freshness.current()));

    /** A ready node of 4 cores, 16 GiB and 110 pods in zone a; what it is else is said on the result. */
    public NodeDraft node(String name) {
        return new NodeDraft(name);
    }

    /** A running, ready pod of 100m and 128 MiB in namespace shop. */
    public PodDraft pod(String name, @Nullable String node) {
        return new PodDraft(name, node);
    }

    /** A Deployment of namespace shop with its ReplicaSet, whose pods carry {@code app=<name>}. */
    public Cluster deployment(String name, int replicas) {
        workload("Deployment", name, replicas, replicas, null, Map.of());
        return workload(
                "ReplicaSet", name + "-rs", replicas, replicas, new OwnerRef("Deployment", name, name), Map.of());
    }

    public Cluster statefulSet(String name, int replicas, int ready, Map<String, String> labels) {
        return workload("StatefulSet", name, replicas, ready, null, labels);
    }

    public Cluster workload(
            String kind, String name, int replicas, int ready, @Nullable OwnerRef owner, Map<String, String> labels) {
        var state = new WorkloadState(
                labels, Map.of(), owner, replicas, replicas, ready, ready, replicas, 1, 1, null, null, null, null, null,
                false, null, null, null, null, List.of(), List.of(), NOW, null, null);
        view.putWorkload(new Viewed<>(kind, "shop", name, name, "1", state));
        return this;
    }

    /** A budget of namespace shop over {@code app=<app>}. */
    public Cluster budget(String name, String app, @Nullable String min, @Nullable String max, int... numbers) {
        return budget(name, app, min, max, null, numbers);
    }

    /**
     * Likewise.
     *
     * @param numbers healthy, desired, expected, allowed
     */
    public Cluster budget(
            String name,
            String app,
            @Nullable String min,
            @Nullable String max,
            @Nullable String policy,
            int... numbers) {
        var state = new BudgetState(
                Map.of(),
                Map.of(),
                min,
                max,
                LabelSelector.ofLabels(Map.of("app", app)),
                policy,
                1,
                1,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                Map.of(),
                List.of(),
                NOW);
        view.putBudget(new Viewed<>("PodDisruptionBudget", "shop", name, "uid-" + name, "1", state));
        return this;
    }

    /** A claim of the storage class, bound to that volume or, where it is null, to none yet. */
    public Cluster claim(String name, @Nullable String volume, String storageClass) {
        String phase = volume == null ? "Pending" : "Bound";
        view.putClaim(new Viewed<>(
                "PersistentVolumeClaim",
                "shop",
                name,
                "uid-" + name,
                "1",
                new ClaimState(phase, volume, storageClass, null, NOW, null)));
        return this;
    }

    /** A bound claim and its volume. */
    public Cluster volume(String claim, boolean local, List<Affinity.NodeTerm> terms) {
        claim(claim, "pv-" + claim, "standard");
        view.putVolume(new Viewed<>(
                "PersistentVolume",
                "",
                "pv-" + claim,
                "uid-pv-" + claim,
                "1",
                new VolumeState("Bound", local, terms, null)));
        return this;
    }

    /** A node in the making; {@link #put} ends it. */
    public final class NodeDraft {

        private final String name;
        private final Map<String, String> labels = new HashMap<>();
        private final Map<String, String> annotations = new HashMap<>();
        private final List<Taint> taints = new ArrayList<>();
        private Resources allocatable = new Resources(4_000, 16L << 30, 0, 110, Map.of());
        private boolean cordoned;
        private boolean ready = true;
        private @Nullable NodeGroup group;

        private NodeDraft(String name) {
            this.name = name;
            labels.put("kubernetes.io/hostname", name);
            labels.put("topology.kubernetes.io/zone", "a");
        }

        public NodeDraft zone(String zone) {
            return label("topology.kubernetes.io/zone", zone);
        }

        public NodeDraft label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public NodeDraft annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public NodeDraft taint(String key) {
            taints.add(new Taint(key, null, "NoSchedule", null));
            return this;
        }

        public NodeDraft offers(long cpuMillis, long memoryMi, long pods) {
            allocatable = new Resources(cpuMillis, memoryMi << 20, 0, pods, Map.of());
            return this;
        }

        public NodeDraft cordoned() {
            cordoned = true;
            return this;
        }

        public NodeDraft notReady() {
            ready = false;
            return this;
        }

        public NodeDraft group(String name) {
            group = new NodeGroup(name, "pool");
            return this;
        }

        public Cluster put() {
            var conditions = List.of(new Condition("Ready", ready ? "True" : "False", null, null, NOW));
            var state = new NodeState(
                    labels,
                    annotations,
                    cordoned,
                    null,
                    taints,
                    null,
                    null,
                    null,
                    null,
                    allocatable,
                    allocatable,
                    conditions,
                    NOW,
                    null,
                    group);
            view.putNode(new Viewed<>("Node", "", name, "uid-" + name, "1", state));
            return Cluster.this;
        }
    }

    /** A pod in the making; {@link #put} ends it. */
    public final class PodDraft {

        private final String name;
        private final @Nullable String node;
        private final Map<String, String> labels = new HashMap<>();
        private final Map<String, String> annotations = new HashMap<>();
        private final List<PodVolume> volumes = new ArrayList<>();
        private final List<Toleration> tolerations = new ArrayList<>();
        private final List<TopologySpread> spread = new ArrayList<>();
        private final List<Condition> conditions = new ArrayList<>();
        private final Map<String, String> nodeSelector = new HashMap<>();
        private List<ContainerState> containers = List.of(container(ContainerState.Type.REGULAR, 100, 128));
        private Resources overhead = Resources.NONE;
        private @Nullable Affinity affinity;
        private @Nullable OwnerRef owner;
        private @Nullable Instant deleted;
        private String namespace = "shop";
        private String phase = "Running";
        private boolean ready = true;
        private boolean mirror;
        private int priority;

        private PodDraft(String name, @Nullable String node) {
            this.name = name;
            this.node = node;
        }

        /** Of the Deployment of that name. */
        public PodDraft of(String deployment) {
            labels.put("app", deployment);
            return ownedBy("ReplicaSet", deployment + "-rs");
        }

        public PodDraft ownedBy(String kind, String owner) {
            this.owner = new OwnerRef(kind, owner, owner);
            return this;
        }

        public PodDraft in(String namespace) {
            this.namespace = namespace;
            return this;
        }

        public PodDraft label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        public PodDraft annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public PodDraft volume(String type, @Nullable String claim) {
            volumes.add(new PodVolume("v" + volumes.size(), type, claim));
            return this;
        }

        public PodDraft tolerates(String key) {
            tolerations.add(new Toleration(key, "Exists", null, null, null));
            return this;
        }

        public PodDraft selects(String key, String value) {
            nodeSelector.put(key, value);
            return this;
        }

        public PodDraft affinity(Affinity affinity) {
            this.affinity = affinity;
            return this;
        }

        public PodDraft spread(TopologySpread rule) {
            spread.add(rule);
            return this;
        }

        public PodDraft asks(long cpuMillis, long memoryMi) {
            containers = List.of(container(ContainerState.Type.REGULAR, cpuMillis, memoryMi));
            return this;
        }

        public PodDraft containers(List<ContainerState> containers, Resources overhead) {
            this.containers = containers;
            this.overhead = overhead;
            return this;
        }

        public PodDraft phase(String phase) {
            this.phase = phase;
            return this;
        }

        public PodDraft unready() {
            this.ready = false;
            return this;
        }

        public PodDraft unschedulableSince(Instant since) {
            ready = false;
            phase = "Pending";
            conditions.add(new Condition("PodScheduled", "False", "Unschedulable", "0/3 nodes", since));
            return this;
        }

        /** Announced to be taken away. */
        public PodDraft disruptedBy(String reason, Instant since) {
            conditions.add(new Condition("DisruptionTarget", "True", reason, null, since));
            return this;
        }

        public PodDraft deleted() {
            this.deleted = NOW.minus(Duration.ofSeconds(5));
            return this;
        }

        public PodDraft mirror() {
            this.mirror = true;
            return this;
        }

        public PodDraft priority(int priority) {
            this.priority = priority;
            return this;
        }

        public Cluster put() {
            view.putPod(viewed());
            return Cluster.this;
        }

        public Viewed<PodState> viewed() {
            var all = new ArrayList<>(conditions);
            all.add(new Condition("Ready", ready ? "True" : "False", null, null, NOW));
            Instant started = NOW.minus(Duration.ofHours(1));
            var state = new PodState(
                    labels,
                    annotations,
                    owner,
                    owner,
                    node,
                    phase,
                    null,
                    null,
                    all,
                    started,
                    started,
                    deleted,
                    null,
                    30L,
                    "Burstable",
                    priority,
                    null,
                    "default-scheduler",
                    nodeSelector,
                    affinity,
                    tolerations,
                    spread,
                    List.of(),
                    containers,
                    overhead,
                    volumes,
                    null,
                    null,
                    List.of(),
                    mirror);
            return new Viewed<>("Pod", namespace, name, "uid-" + namespace + "-" + name, "1", state);
        }
    }

    public static ContainerState container(ContainerState.Type type, long cpuMillis, long memoryMi) {
        return new ContainerState(
                "c",
                type,
                Resources.of(cpuMillis, memoryMi << 20),
                Resources.NONE,
                true,
                0,
                null,
                "Running",
                null,
                NOW,
                null,
                null);
    }
}
