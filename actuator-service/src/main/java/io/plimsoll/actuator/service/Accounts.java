package io.plimsoll.actuator.service;

import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.cluster.Acts;
import io.plimsoll.actuator.messaging.Outbox;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.node.PodSight;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for every act in {@code plimsoll.audit}: done, refused, pretended or left undone; {@code by} is who asked for it, null
 * where nobody knows.
 */
final class Accounts {

    private final Outbox outbox;
    private final String cluster;
    private final InstantSource clock;

    Accounts(Outbox outbox, String cluster, InstantSource clock) {
        this.outbox = outbox;
        this.cluster = cluster;
        this.clock = clock;
    }

    void node(Task task, @Nullable String by, String act, Acts.Done<NodeSignal> done) {
        String outcome = done.answer() instanceof NodeSignal.Refused ? "refused" : "done";
        record(
                new Origin(task.node(), task.origin(), by, task.dryRun()),
                act,
                new ObjectRef("Node", null, task.node(), task.uid()),
                outcome,
                done.status(),
                done.explanation());
    }

    void pod(Task task, @Nullable String by, String act, PodSight pod, Acts.Done<EvictionAnswer> done) {
        boolean going =
                done.answer() instanceof EvictionAnswer.Accepted || done.answer() instanceof EvictionAnswer.AlreadyGone;
        record(
                new Origin(task.node(), task.origin(), by, task.dryRun()),
                act,
                new ObjectRef("Pod", pod.namespace(), pod.name(), pod.uid()),
                going ? "done" : "refused",
                done.status(),
                done.explanation());
    }

    void pretended(Task task, @Nullable String by, String act, @Nullable String namespace, String name) {
        record(
                new Origin(task.node(), task.origin(), by, true),
                act,
                new ObjectRef(namespace == null ? "Node" : "Pod", namespace, name, null),
                "dry-run",
                null,
                "dry run: nothing was sent");
    }

    void scaleDown(Effect.ScaleDown wish, @Nullable String by, boolean done) {
        record(
                new Origin(wish.node(), wish.origin(), by, wish.dryRun()),
                wish.suspended() ? "suspend-scale-down" : "restore-scale-down",
                new ObjectRef("Node", null, wish.node(), null),
                wish.dryRun() ? "dry-run" : done ? "done" : "refused",
                null,
                "annotation cluster-autoscaler.kubernetes.io/scale-down-disabled");
    }

    void dropped(String origin, String code, String explanation) {
        record(
                new Origin(null, origin, null, false),
                "drop",
                new ObjectRef("Decision", null, origin, null),
                code,
                null,
                explanation);
    }

    /** A request of which nobody knows whose it is. */
    void turnedAway(String request, Cause why) {
        record(
                new Origin(null, request, null, false),
                "reject",
                new ObjectRef("MaintenanceRequest", null, request, null),
                why.code(),
                null,
                why.message());
    }

    /** What a request was told. */
    void answered(MaintenanceStatus status, @Nullable String by) {
        String why = status.causes().isEmpty()
                ? status.guards().isEmpty()
                        ? "state " + status.state().wireName()
                        : status.guards().getFirst().reason()
                : status.causes().getFirst().message();
        record(
                new Origin(status.node(), status.request(), by, status.dryRun()),
                "answer",
                new ObjectRef("MaintenanceRequest", null, status.request(), null),
                status.state().wireName(),
                null,
                why);
    }

    private record Origin(
            @Nullable String node, String id, @Nullable String by, boolean dryRun) {}

    private void record(
            Origin origin, String act, ObjectRef target, String outcome, @Nullable Integer status, String why) {
        Instant now = clock.instant();
        outbox.audit(new AuditRecord(
                DeterministicId.of(
                        "u-", cluster, origin.id(), act, target.display(), String.valueOf(target.uid()), now),
                now,
                cluster,
                origin.node(),
                origin.id(),
                origin.by(),
                act,
                target,
                outcome,
                status == null || status == 0 ? null : status,
                origin.dryRun(),
                why));
    }
}
