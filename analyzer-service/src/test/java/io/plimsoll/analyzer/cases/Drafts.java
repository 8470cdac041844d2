package io.plimsoll.analyzer.cases;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.PodUsage.ContainerUsage;
import java.time.Duration;
import java.util.List;

/** Objects to feed. */
public final class Drafts {

    private Drafts() {}

    public static NodeDraft node(String name) {
        return new NodeDraft(name);
    }

    public static PodDraft pod(String namespace, String name) {
        return new PodDraft(namespace, name);
    }

    public static BudgetDraft budget(String namespace, String name) {
        return new BudgetDraft(namespace, name);
    }

    public static WorkloadDraft deployment(String namespace, String name) {
        return new WorkloadDraft("Deployment", namespace, name);
    }

    /** A workload of any kind: StatefulSet, ReplicaSet, DaemonSet, Job. */
    public static WorkloadDraft workload(String kind, String namespace, String name) {
        return new WorkloadDraft(kind, namespace, name);
    }

    public static AutoscalerDraft autoscaler(String namespace, String name) {
        return new AutoscalerDraft(namespace, name);
    }

    /** Any other object, with its body as it is. */
    public static Raw raw(String kind, String namespace, String name, FactBody body) {
        return new Raw(kind, namespace, name, body);
    }

    /** An event about an object: the n-th of its series, so many of them new. */
    public static Raw event(ObjectRef involved, String type, String reason, String message, int count, int delta) {
        var body = new EventState(type, reason, message, involved, true, count, delta, null, null, "test", null, false);
        return new Raw(
                "Event",
                involved.namespace() == null ? "default" : involved.namespace(),
                involved.name() + "." + reason,
                body);
    }

    public static Raw nodeUsage(String node, double atMinute, long cpuMillis, long memoryBytes) {
        return new Raw(
                "NodeMetrics",
                null,
                node,
                new NodeUsage(Script.instant(atMinute), Duration.ofSeconds(15), cpuMillis, memoryBytes));
    }

    public static Raw podUsage(String namespace, String pod, double atMinute, long cpuMillis, long memoryBytes) {
        var usage = new ContainerUsage("main", cpuMillis, memoryBytes);
        return new Raw(
                "PodMetrics",
                namespace,
                pod,
                new PodUsage(Script.instant(atMinute), Duration.ofSeconds(15), List.of(usage)));
    }

    /** Fed as it is. */
    public static final class Raw extends Draft<Raw> {

        private final FactBody body;

        Raw(String kind, String namespace, String name, FactBody body) {
            super(kind, namespace, name);
            this.body = body;
        }

        @Override
        FactBody body() {
            return body;
        }
    }
}
