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

    private static final long MIB = 1L << 20;
    private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";
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
        String cordon = "node.kubernetes.io/unschedulable";
        return new NodeState(
                Map.of(
                        "kubernetes.io/hostname",
                        node(node),
                        "topology.kubernetes.io/zone",
                        "zone-" + node % 3,
                        "node.kubernetes.io/instance-type",
                        "m6i.2xlarge",
                        "eks.amazonaws.com/nodegroup",
                        "pool-" + node % 10),
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
                        condition("MemoryPressure", "False", "KubeletHasSufficientMemory"),
                        condition("DiskPressure", "False", "KubeletHasNoDiskPressure"),
                        condition("PIDPressure", "False", "KubeletHasSufficientPID"),
                        condition("Ready", "True", "KubeletReady")),
                created,
                null,
                new NodeGroup("pool-" + node % 10, "eks.amazonaws.com/nodegroup"));
    }

    public WorkloadState deployment(int app, @Nullable OwnerRef owner) {
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
                replicas,
                replicas,
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
        return new BudgetState(
                Map.of(),
                Map.of(),
                null,
                "25%",
                LabelSelector.ofLabels(Map.of("app", app(app))),
                null,
                1,
                1,
                10,
                7,
                10,
                3,
                Map.of(),
                List.of(new Condition("DisruptionAllowed", "True", "SufficientPods", null, created)),
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
        return pod(pod, since, null, container(since.minusSeconds(3), null));
    }

    PodState terminating(int pod, Instant since, Instant deleted) {
        return pod(pod, since, deleted, container(since.minusSeconds(3), null));
    }

    /** Running again after its container was killed for memory. */
    PodState killed(int pod, Instant since, Instant at) {
        var kill = new Termination("OOMKilled", 137, since, at.minusSeconds(1), "containerd://main-0");
        return pod(pod, since, null, container(at, kill));
    }

    /** Created, taken on and started one after the other, and ready since {@code since}. */
    private PodState pod(int pod, Instant since, @Nullable Instant deletion, ContainerState container) {
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
                        new Condition("ContainersReady", "True", null, null, since),
                        new Condition("Ready", "True", null, null, since)),
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

    private static ContainerState container(Instant since, @Nullable Termination last) {
        int restarts = last == null ? 0 : 1;
        return new ContainerState(
                "main",
                ContainerState.Type.REGULAR,
                REQUESTS,
                LIMITS,
                true,
                restarts,
                "containerd://main-" + restarts,
                "Running",
                null,
                since,
                null,
                last);
    }

    private Condition condition(String type, String status, String reason) {
        return new Condition(type, status, reason, null, created);
    }
}
