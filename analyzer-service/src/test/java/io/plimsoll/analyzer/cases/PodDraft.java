package io.plimsoll.analyzer.cases;

import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.ContainerState.Termination;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Toleration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pod: running and ready, one container {@code main} asking for 100 millicores and 128 MiB, labelled {@code app}. */
public final class PodDraft extends Draft<PodDraft> {

    /** A container in the making. */
    public static final class ContainerDraft {

        private final String name;
        private ContainerState.Type type = ContainerState.Type.REGULAR;
        private Resources requests = Resources.of(100, 128L << 20);
        private Resources limits = Resources.NONE;
        private boolean ready = true;
        private int restarts;
        private String state = "Running";
        private String reason;
        private Instant startedAt = Script.T0;
        private Termination termination;
        private Termination lastTermination;

        ContainerDraft(String name) {
            this.name = name;
        }

        public ContainerDraft type(ContainerState.Type type) {
            this.type = type;
            return this;
        }

        public ContainerDraft requests(long cpuMillis, long memoryBytes) {
            this.requests = Resources.of(cpuMillis, memoryBytes);
            return this;
        }

        public ContainerDraft limits(long cpuMillis, long memoryBytes) {
            this.limits = Resources.of(cpuMillis, memoryBytes);
            return this;
        }

        public ContainerDraft restarts(int restarts) {
            this.restarts = restarts;
            return this;
        }

        public ContainerDraft waiting(String reason) {
            this.state = "Waiting";
            this.reason = reason;
            this.ready = false;
            return this;
        }

        public ContainerDraft running(double startedAtMinute) {
            this.state = "Running";
            this.reason = null;
            this.ready = true;
            this.startedAt = Script.instant(startedAtMinute);
            return this;
        }

        public ContainerDraft terminated(String reason, int exitCode, double atMinute) {
            this.state = "Terminated";
            this.reason = reason;
            this.ready = false;
            this.termination = new Termination(reason, exitCode, startedAt, Script.instant(atMinute), null);
            return this;
        }

        public ContainerDraft lastTerminated(String reason, int exitCode, double atMinute) {
            this.lastTermination = new Termination(reason, exitCode, startedAt, Script.instant(atMinute), null);
            return this;
        }

        private ContainerState state() {
            return new ContainerState(
                    name,
                    type,
                    requests,
                    limits,
                    ready,
                    restarts,
                    "containerd://" + name + "-" + restarts,
                    state,
                    reason,
                    startedAt,
                    termination,
                    lastTermination);
        }
    }

    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private final Map<String, ContainerDraft> containers = new LinkedHashMap<>();
    private final List<Toleration> tolerations = new ArrayList<>();
    private final List<PodVolume> volumes = new ArrayList<>();
    private final List<String> finalizers = new ArrayList<>();
    private final List<String> gates = new ArrayList<>();
    private OwnerRef controller;
    private OwnerRef workload;
    private String nodeName;
    private String phase = "Running";
    private String reason;
    private String message;
    private Instant deletionTimestamp;
    private String qosClass = "Burstable";
    private int priority;
    private String schedulerName = "default-scheduler";
    private boolean mirror;

    PodDraft(String namespace, String name) {
        super("Pod", namespace, name);
        containers.put("main", new ContainerDraft("main"));
        conditions.put("Ready", new Condition("Ready", "True", null, null, Script.T0));
    }

    /** Of a Deployment, through a ReplicaSet {@code name-1}; labelled {@code app=name}. */
    public PodDraft of(String deployment) {
        labels.put("app", deployment);
        controller = new OwnerRef("ReplicaSet", deployment + "-1", "ReplicaSet-" + deployment + "-1-1");
        workload = new OwnerRef("Deployment", deployment, "Deployment-" + deployment + "-1");
        return this;
    }

    public PodDraft ownedBy(String kind, String owner) {
        labels.putIfAbsent("app", owner);
        controller = new OwnerRef(kind, owner, kind + "-" + owner + "-1");
        workload = controller;
        return this;
    }

    public PodDraft owners(OwnerRef controller, OwnerRef workload) {
        this.controller = controller;
        this.workload = workload;
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

    public PodDraft on(String node) {
        this.nodeName = node;
        return this;
    }

    public PodDraft phase(String phase, String reason, String message) {
        this.phase = phase;
        this.reason = reason;
        this.message = message;
        return this;
    }

    public PodDraft ready() {
        return condition("Ready", "True", null);
    }

    public PodDraft notReady() {
        return condition("Ready", "False", "ContainersNotReady");
    }

    public PodDraft condition(String type, String status, String reason) {
        conditions.put(type, new Condition(type, status, reason, null, null));
        return this;
    }

    /** Pending, with no node that would take it. */
    public PodDraft unschedulable() {
        this.nodeName = null;
        this.phase = "Pending";
        notReady();
        return condition("PodScheduled", "False", "Unschedulable");
    }

    public PodDraft gated(String gate) {
        this.nodeName = null;
        this.phase = "Pending";
        gates.add(gate);
        notReady();
        return condition("PodScheduled", "False", "SchedulingGated");
    }

    public PodDraft terminatingAt(double minute) {
        this.deletionTimestamp = Script.instant(minute);
        return this;
    }

    public PodDraft finalizer(String finalizer) {
        finalizers.add(finalizer);
        return this;
    }

    public PodDraft priority(int priority) {
        this.priority = priority;
        return this;
    }

    public PodDraft qos(String qosClass) {
        this.qosClass = qosClass;
        return this;
    }

    public PodDraft scheduler(String name) {
        this.schedulerName = name;
        return this;
    }

    public PodDraft toleration(Toleration toleration) {
        tolerations.add(toleration);
        return this;
    }

    public PodDraft volume(String name, String type, String claim) {
        volumes.add(new PodVolume(name, type, claim));
        return this;
    }

    public PodDraft mirror() {
        this.mirror = true;
        return this;
    }

    /** The container of that name, made where there is none. */
    public ContainerDraft container(String name) {
        return containers.computeIfAbsent(name, ContainerDraft::new);
    }

    /** The only container's requests. */
    public PodDraft requests(long cpuMillis, long memoryBytes) {
        container("main").requests(cpuMillis, memoryBytes);
        return this;
    }

    public PodDraft limits(long cpuMillis, long memoryBytes) {
        container("main").limits(cpuMillis, memoryBytes);
        return this;
    }

    @Override
    FactBody body() {
        return new PodState(
                labels,
                annotations,
                controller,
                workload,
                nodeName,
                phase,
                reason,
                message,
                List.copyOf(conditions.values()),
                createdAt,
                createdAt,
                deletionTimestamp,
                deletionTimestamp == null ? null : 30L,
                30L,
                qosClass,
                priority,
                null,
                schedulerName,
                Map.of(),
                null,
                tolerations,
                List.of(),
                gates,
                containers.values().stream().map(ContainerDraft::state).toList(),
                Resources.NONE,
                volumes,
                null,
                null,
                finalizers,
                mirror);
    }
}
