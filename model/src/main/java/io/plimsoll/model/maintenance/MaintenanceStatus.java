package io.plimsoll.model.maintenance;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request ({@code io.plimsoll.maintenance.status.v1}); the record's key is the request's id.
 *
 * @param terminal whether it is the last answer under this id; false with a state that ends requests only where nobody
 *     trusted asked, so that the id is still its owner's
 * @param progress percent, never going back
 * @param node the node under way, where one is
 * @param phase of that node
 * @param position in the queue, from 1
 * @param until when a deferred request will be looked at again, where known
 * @param waitingFor pods or conditions the node under way waits for
 * @param guards what is closed
 * @param causes why it waits or failed
 * @param nodes phase by node
 * @param by who cancelled or superseded it
 * @param plan the plan asked for, by a {@code plan} request
 */
public record MaintenanceStatus(
        String request,
        String cluster,
        RequestState state,
        boolean terminal,
        int progress,
        boolean dryRun,
        @Nullable String node,
        @Nullable String phase,
        @Nullable Integer podsTotal,
        @Nullable Integer podsGone,
        @Nullable Integer position,
        @Nullable Instant until,
        List<String> waitingFor,
        List<ClosedGuard> guards,
        List<Cause> causes,
        Map<String, String> nodes,
        @Nullable String by,
        @Nullable Object plan,
        Instant updatedAt) {

    public static final String TYPE = "io.plimsoll.maintenance.status.v1";

    /** A guard that holds the request back, and what would open it. */
    public record ClosedGuard(
            String code,
            String reason,
            String remedy,
            @Nullable Instant opensAt) {}

    /**
     * Why, for machines and for people.
     *
     * @param object {@code namespace/name} or the node's name
     */
    public record Cause(String code, @Nullable String object, String message, String remedy) {}

    public MaintenanceStatus {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(state, "state");
        waitingFor = Copies.list(waitingFor);
        guards = Copies.list(guards);
        causes = Copies.list(causes);
        nodes = Copies.map(nodes);
        if (progress < 0 || progress > 100) {
            throw new IllegalArgumentException("progress is a percentage, was " + progress);
        }
    }
}
