package io.plimsoll.benchmarks.log;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.ContainerState.Termination;
import io.plimsoll.model.fact.FieldChange;
import io.plimsoll.model.fact.NodeGroup;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The objects of a healthy cluster by their number; each pod's requests and limits fit its node. */
public final class Population {

    /** The group of the nodes that come and go. */
    private static final String SPARES = "pool-spare";

    private static final long MIB = 1L << 20;
    private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";
    /** Ten, less a quarter of them rounded up. */
    private static final int DESIRED = 7;

    private static final int SUFFIX_LENGTH = 5;
    private static final int SUFFIXES = 27 * 27 * 27 * 27 * 27;
    private static final Resources REQUESTS = Resources.of(100, 128 * MIB);
    private static final Resources LIMITS = Resources.of(0, 256 * MIB);
    private static final Resources NODE = new Resources(8_000, 32L << 30, 100L << 30, 110, Map.of());

    private final LogShape shape;
    private final Instant created;

    public Population(LogShape shape, Instant created) {
        this.shape = shape;
        this.created = created;
    }

    public static String node(int node) {
        return "node-" + node;
    }

    public static String app(int app) {
        return "app-" + app;
    }

    public static String namespace(int app) {
        return "team-" + app % 50;
    }

    public static int appOf(int pod) {
        return pod / LogShape.REPLICAS;
    }

    /** As the ReplicaSet controller names it: five characters behind its own name, another five each time. */
    public static String pod(int pod, int incarnation) {
        int number = (incarnation * LogShape.REPLICAS + pod % LogShape.REPLICAS) * 7_919 % SUFFIXES;
        StringBuilder name = new StringBuilder(app(appOf(pod))).append("-7d9f8c5b6-");
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX.charAt(number % SUFFIX.length()));
            number /= SUFFIX.length();
        }
        return name.toString();
    }

    int nodeOf(int pod) {
        return pod % shape.nodes();
    }

    public NodeState nodeState(int node, @Nullable Instant cordonedAt) {
        return nodeState(node(node), "pool-" + node % 10, node, created, cordonedAt);
    }

    /** An empty node of a group of its own, which an autoscaler has just brought. */
    NodeState spare(int spare, Instant created) {
        return nodeState(spareName(spare), SPARES, shape.nodes() + spare, created, null);
    }

    static String spareName(int spare) {
        return "spare-" + spare;
    }

    private NodeState nodeState(String name, String group, int node, Instant created, @Nullable Instant cordonedAt) {
        String cordon = "node.kubernetes.io/unschedulable";
        return new NodeState(
                Map.of(
                        "kubernetes.io/hostname",
                        name,
                        "topology.kubernetes.io/zone",
                        "zone-" + node % 3,
                        "node.kubernetes.io/instance-type",
                        "m6i.2xlarge",
                        "eks.amazonaws.com/nodegroup",
                        group),
                Map.of(),
                cordonedAt != null,
                cordonedAt == null ? null : new FieldChange("kubectl-cordon", cordonedAt),
                cordonedAt == null ? List.of() : List.of(new Taint(cordon, null, "NoSchedule", cordonedAt)),
                "aws:///zone-" + node % 3 + "/i-" + node,
                uid("System", node, 0),
                uid("Boot", node, 0),
                "v1.33.1",
                NODE,
                NODE,
                List.of(
                        new Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", null, created),
                        new Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", null, created),
                        new Condition("PIDPressure", "False", "KubeletHasSufficientPID", null, created),
                        new Condition("Ready", "True", "KubeletReady", null, created)),
                created,
                null,
                new NodeGroup(group, "eks.amazonaws.com/nodegroup"));
    }

    public WorkloadState deployment(int app, @Nullable OwnerRef owner) {
        return deployment(app, owner, LogShape.REPLICAS);
    }

    /** @param ready how many of its pods are, and are available */
    WorkloadState deployment(int app, @Nullable OwnerRef owner, int ready) {
        var labels = Map.of("app", app(app));
        int replicas = LogShape.REPLICAS;
        var template = new PodTemplate(
                "7d9f8c5b6",
                labels,
                List.of("registry.example.com/" + app(app)),
                null,
                Map.of(),
                List.of(),
                List.of(),
                REQUESTS,
                30L,
                false,
                true);
        return new WorkloadState(
                labels,
                Map.of(),
                owner,
                replicas,
                replicas,
                ready,
                ready,
                replicas,
                1,
                1,
                LabelSelector.ofLabels(labels),
                template,
                null,
                owner == null ? "RollingUpdate" : null,
                600,
                false,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                created,
                null,
                null);
    }

    /** At most a quarter of ten may be away: rounded up, three. */
    public BudgetState budget(int app) {
        return budget(app, LogShape.REPLICAS, created);
    }

    /** @param since when it was last allowed or forbidden to evict */
    BudgetState budget(int app, int healthy, Instant since) {
        int allowed = Math.max(0, healthy - DESIRED);
        String status = allowed > 0 ? "True" : "False";
        String reason = allowed > 0 ? "SufficientPods" : "InsufficientPods";
        return new BudgetState(
                Map.of(),
                Map.of(),
                null,
                "25%",
                LabelSelector.ofLabels(Map.of("app", app(app))),
                null,
                1,
                1,
                healthy,
                DESIRED,
                LogShape.REPLICAS,
                allowed,
                Map.of(),
                List.of(new Condition("DisruptionAllowed", status, reason, null, since)),
                created);
    }

    public static OwnerRef owner(String kind, int app) {
        String name = kind.equals("ReplicaSet") ? app(app) + "-7d9f8c5b6" : app(app);
        return new OwnerRef(kind, name, uid(kind, app, 0));
    }

    /** As random as real ones look, and the same for the same object. */
    static String uid(String kind, int number, int incarnation) {
        var random = new SplittableRandom(((long) kind.hashCode() << 32) + number * 1_000L + incarnation);
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    public PodState running(int pod, Instant since) {
        return pod(pod, since, null, container(since.minusSeconds(3), true, null), null);
    }

    /** Its container runs and says that it isn't ready. */
    PodState unready(int pod, Instant since, Instant at) {
        return pod(pod, since, null, container(since.minusSeconds(3), false, null), at);
    }

    PodState terminating(int pod, Instant since, Instant deleted) {
        return pod(pod, since, deleted, container(since.minusSeconds(3), true, null), null);
    }

    /** Running again after its container was killed for memory. */
    PodState killed(int pod, Instant since, Instant at) {
        var kill = new Termination("OOMKilled", 137, since, at.minusSeconds(1), "containerd://main-0");
        return pod(pod, since, null, container(at, true, kill), null);
    }

    /** Created, taken on and started one after the other, and ready since {@code since} until it was not any more. */
    private PodState pod(
            int pod, Instant since, @Nullable Instant deletion, ContainerState container, @Nullable Instant unready) {
        String status = unready == null ? "True" : "False";
        String reason = unready == null ? null : "ContainersNotReady";
        Instant changed = unready == null ? since : unready;
        int app = appOf(pod);
        Instant createdAt = since.minusSeconds(9);
        Instant startedAt = since.minusSeconds(8);
        return new PodState(
                Map.of("app", app(app), "pod-template-hash", "7d9f8c5b6"),
                Map.of(),
                owner("ReplicaSet", app),
                owner("Deployment", app),
                node(nodeOf(pod)),
                "Running",
                null,
                null,
                List.of(
                        new Condition("PodScheduled", "True", null, null, startedAt),
                        new Condition("Initialized", "True", null, null, startedAt),
                        new Condition("ContainersReady", status, reason, null, changed),
                        new Condition("Ready", status, reason, null, changed)),
                createdAt,
                startedAt,
                deletion,
                deletion == null ? null : 30L,
                30L,
                "Burstable",
                0,
                null,
                "default-scheduler",
                Map.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(container),
                Resources.NONE,
                List.of(),
                null,
                null,
                List.of(),
                false);
    }

    private static ContainerState container(Instant since, boolean ready, @Nullable Termination last) {
        int restarts = last == null ? 0 : 1;
        return new ContainerState(
                "main",
                ContainerState.Type.REGULAR,
                REQUESTS,
                LIMITS,
                ready,
                restarts,
                "containerd://main-" + restarts,
                "Running",
                null,
                since,
                null,
                last);
    }
}
