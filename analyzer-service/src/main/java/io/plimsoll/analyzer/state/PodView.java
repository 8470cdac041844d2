package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pod, with what analysis asks of it and no more: at 150,000 of them each byte counts. So numbers stand for instants,
 * uid and version, and what few pods have lies apart; all of it is asked for as what it is.
 *
 * @param identity its uid
 * @param revision its resource version ({@link Revision})
 * @param seen when the watcher saw this state ({@link Moment})
 * @param partition of {@code plimsoll.facts} that the fact lies in, at {@code offset}
 * @param workload the topmost owner known, never a ReplicaSet whose Deployment is known; null for a bare pod
 * @param readiness the Ready condition, without its message and time
 * @param readinessChanged that condition's time ({@link Moment})
 * @param created likewise
 * @param started likewise
 */
public record PodView(
        String namespace,
        String name,
        @Nullable Uid identity,
        long revision,
        long seen,
        int partition,
        long offset,
        Map<String, String> labels,
        @Nullable OwnerRef controller,
        @Nullable OwnerRef workload,
        @Nullable String nodeName,
        @Nullable String phase,
        @Nullable Condition readiness,
        long readinessChanged,
        long created,
        long started,
        List<ContainerView> containers,
        PodShape shape,
        Seldom seldom) {

    static PodView of(Fact fact, PodState pod, Position position, Interned interned) {
        Condition ready = pod.condition("Ready");
        return new PodView(
                interned.text(fact.namespace() == null ? "" : fact.namespace()),
                fact.name(),
                Uid.of(fact.uid()),
                Revision.of(fact.resourceVersion()),
                Moment.of(fact.observedAt()),
                position.partition(),
                position.offset(),
                interned.texts(pod.labels()),
                interned.owner(pod.controller()),
                interned.owner(pod.workload()),
                interned.textOrNull(pod.nodeName()),
                interned.textOrNull(pod.phase()),
                ready == null ? null : slim(ready, null, interned),
                Moment.of(ready == null ? null : ready.lastTransitionTime()),
                Moment.of(pod.createdAt()),
                Moment.of(pod.startedAt()),
                containers(pod, interned),
                interned.value(PodShape.of(pod)),
                seldom(fact, pod, interned));
    }

    /** A list of one or two is the smallest there is where it is a copy. */
    private static List<ContainerView> containers(PodState pod, Interned interned) {
        List<ContainerView> views = new ArrayList<>(pod.containers().size());
        pod.containers().forEach(container -> views.add(ContainerView.of(container, interned)));
        return List.copyOf(views);
    }

    private static Seldom seldom(Fact fact, PodState pod, Interned interned) {
        boolean failed = "Failed".equals(pod.phase());
        return new Seldom(
                        Revision.of(fact.resourceVersion()) == Revision.NONE ? fact.resourceVersion() : null,
                        pod.annotations(),
                        pod.reason(),
                        failed ? pod.message() : null,
                        where(pod.condition("PodScheduled"), false, interned),
                        where(pod.condition("DisruptionTarget"), true, interned),
                        pod.deletionTimestamp(),
                        pod.deletionGraceSeconds(),
                        pod.finalizers())
                .shared(interned);
    }

    /** The condition where it is True, or else where it is anything but that. */
    private static @Nullable Condition where(@Nullable Condition condition, boolean isTrue, Interned interned) {
        return condition == null || condition.status().equals("True") != isTrue
                ? null
                : slim(condition, condition.lastTransitionTime(), interned);
    }

    private static Condition slim(Condition condition, @Nullable Instant changed, Interned interned) {
        return interned.value(new Condition(condition.type(), condition.status(), condition.reason(), null, changed));
    }

    /** The same pod under the owner that has become known since. */
    PodView ownedBy(OwnerRef owner) {
        return new PodView(
                namespace,
                name,
                identity,
                revision,
                seen,
                partition,
                offset,
                labels,
                controller,
                owner,
                nodeName,
                phase,
                readiness,
                readinessChanged,
                created,
                started,
                containers,
                shape,
                seldom);
    }

    public @Nullable String uid() {
        return identity == null ? null : identity.text();
    }

    public @Nullable String resourceVersion() {
        return revision == Revision.NONE ? seldom.resourceVersion() : Long.toString(revision);
    }

    /** When the watcher saw this state. */
    public Instant observedAt() {
        return Moment.instant(seen);
    }

    public @Nullable Instant createdAt() {
        return Moment.orNull(created);
    }

    public @Nullable Instant startedAt() {
        return Moment.orNull(started);
    }

    /** Since when it has been ready, or hasn't; null where that isn't known. */
    public @Nullable Instant readinessChangedAt() {
        return Moment.orNull(readinessChanged);
    }

    public Map<String, String> annotations() {
        return seldom.annotations();
    }

    public @Nullable String reason() {
        return seldom.reason();
    }

    /** Kept only of pods that failed. */
    public @Nullable String message() {
        return seldom.message();
    }

    /** The PodScheduled condition while it isn't True, without its message. */
    public @Nullable Condition unscheduled() {
        return seldom.unscheduled();
    }

    /** The DisruptionTarget condition while it is True, without its message. */
    public @Nullable Condition disruption() {
        return seldom.disruption();
    }

    public @Nullable Instant deletionTimestamp() {
        return seldom.deletionTimestamp();
    }

    public @Nullable Long deletionGraceSeconds() {
        return seldom.deletionGraceSeconds();
    }

    public List<String> finalizers() {
        return seldom.finalizers();
    }

    public ObjectRef ref() {
        return new ObjectRef("Pod", namespace, name, uid());
    }

    /** What alerts about this pod are about: its workload, or itself where nothing owns it. No uid. */
    public ObjectRef workloadRef() {
        return workload == null
                ? ObjectRef.of("Pod", namespace, name)
                : ObjectRef.of(workload.kind(), namespace, workload.name());
    }

    public boolean isReady() {
        return readiness != null && readiness.status().equals("True");
    }

    public boolean terminating() {
        return seldom.deletionTimestamp() != null;
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
        Condition unscheduled = seldom.unscheduled();
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
        return new Evidence(partition, offset, "Pod", namespace, name, uid(), resourceVersion(), observedAt(), fields);
    }

    String key() {
        return namespace + "/" + name;
    }

    /** Whether both have one uid: states of one pod, not of two of one name. */
    public boolean sameObject(PodView other) {
        return Objects.equals(identity, other.identity);
    }

    /** Whether a redelivered fact says nothing new. */
    boolean sameVersion(Fact fact) {
        String version = fact.resourceVersion();
        boolean same = revision == Revision.NONE
                ? version != null && version.equals(seldom.resourceVersion())
                : revision == Revision.of(version);
        return same && Objects.equals(identity, Uid.of(fact.uid()));
    }

    /** Whether the fact speaks of another pod of the same name. */
    boolean isAnother(Fact fact) {
        return identity != null && fact.uid() != null && !identity.equals(Uid.of(fact.uid()));
    }
}
