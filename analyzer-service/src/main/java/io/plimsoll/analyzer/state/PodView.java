package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pod, with what analysis asks of it and no more: at 150,000 of them each byte counts.
 *
 * @param workload the topmost owner known, never a ReplicaSet whose Deployment is known; null for a bare pod
 * @param message kept only of pods that failed
 * @param ready the Ready condition, without its message
 * @param unscheduled the PodScheduled condition while it isn't True, without its message
 * @param disruption the DisruptionTarget condition while it is True
 */
public record PodView(
        String namespace,
        String name,
        @Nullable String uid,
        @Nullable String resourceVersion,
        Instant observedAt,
        Position position,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable OwnerRef controller,
        @Nullable OwnerRef workload,
        @Nullable String nodeName,
        @Nullable String phase,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Condition ready,
        @Nullable Condition unscheduled,
        @Nullable Condition disruption,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant deletionTimestamp,
        @Nullable Long deletionGraceSeconds,
        List<String> finalizers,
        List<ContainerView> containers,
        PodShape shape) {

    static PodView of(Fact fact, PodState pod, Position position, Interned interned) {
        boolean failed = "Failed".equals(pod.phase());
        Condition scheduled = pod.condition("PodScheduled");
        Condition disruption = pod.condition("DisruptionTarget");
        return new PodView(
                interned.text(fact.namespace() == null ? "" : fact.namespace()),
                fact.name(),
                fact.uid(),
                fact.resourceVersion(),
                fact.observedAt(),
                position,
                interned.value(pod.labels()),
                interned.value(pod.annotations()),
                interned.valueOrNull(pod.controller()),
                interned.valueOrNull(pod.workload()),
                interned.textOrNull(pod.nodeName()),
                interned.textOrNull(pod.phase()),
                interned.textOrNull(pod.reason()),
                failed ? pod.message() : null,
                slim(pod.condition("Ready"), interned),
                scheduled == null || scheduled.status().equals("True") ? null : slim(scheduled, interned),
                disruption == null || !disruption.status().equals("True") ? null : slim(disruption, interned),
                pod.createdAt(),
                pod.startedAt(),
                pod.deletionTimestamp(),
                pod.deletionGraceSeconds(),
                pod.finalizers(),
                pod.containers().stream()
                        .map(c -> ContainerView.of(c, interned))
                        .toList(),
                interned.value(PodShape.of(pod)));
    }

    private static @Nullable Condition slim(@Nullable Condition condition, Interned interned) {
        return condition == null
                ? null
                : new Condition(
                        interned.text(condition.type()),
                        interned.text(condition.status()),
                        interned.textOrNull(condition.reason()),
                        null,
                        condition.lastTransitionTime());
    }

    /** The same pod under the owner that has become known since. */
    PodView ownedBy(OwnerRef owner) {
        return new PodView(
                namespace,
                name,
                uid,
                resourceVersion,
                observedAt,
                position,
                labels,
                annotations,
                controller,
                owner,
                nodeName,
                phase,
                reason,
                message,
                ready,
                unscheduled,
                disruption,
                createdAt,
                startedAt,
                deletionTimestamp,
                deletionGraceSeconds,
                finalizers,
                containers,
                shape);
    }

    public ObjectRef ref() {
        return new ObjectRef("Pod", namespace, name, uid);
    }

    /** What alerts about this pod are about: its workload, or itself where nothing owns it. No uid. */
    public ObjectRef workloadRef() {
        return workload == null
                ? ObjectRef.of("Pod", namespace, name)
                : ObjectRef.of(workload.kind(), namespace, workload.name());
    }

    public boolean isReady() {
        return ready != null && ready.status().equals("True");
    }

    public boolean terminating() {
        return deletionTimestamp != null;
    }

    /** Whether it will run no more: phase Succeeded or Failed. */
    public boolean finished() {
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /** Whether a node's room is taken by it: bound and not finished. */
    public boolean occupies() {
        return nodeName != null && !finished();
    }

    public boolean unschedulable() {
        return unscheduled != null && "Unschedulable".equals(unscheduled.reason()) && nodeName == null;
    }

    public boolean ownedByDaemonSet() {
        return controller != null && controller.kind().equals("DaemonSet");
    }

    /** Static pods too: their controller is the node, or the kubelet made their mirror. */
    public boolean mirror() {
        return shape.mirror() || (controller != null && controller.kind().equals("Node"));
    }

    /** The container of that name, or null. */
    public @Nullable ContainerView container(String name) {
        for (ContainerView container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        return null;
    }

    /** The pod's fact as a piece of evidence, with what of it mattered. */
    public Evidence evidence(Map<String, Object> fields) {
        return new Evidence(
                position.partition(),
                position.offset(),
                "Pod",
                namespace,
                name,
                uid,
                resourceVersion,
                observedAt,
                fields);
    }

    String key() {
        return namespace + "/" + name;
    }

    /** Whether a redelivered fact says nothing new. */
    boolean sameVersion(Fact fact) {
        return Objects.equals(uid, fact.uid())
                && resourceVersion != null
                && resourceVersion.equals(fact.resourceVersion());
    }
}
