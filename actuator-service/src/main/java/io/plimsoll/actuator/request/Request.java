package io.plimsoll.actuator.request;

import static java.util.Objects.requireNonNull;

import io.plimsoll.model.maintenance.MaintenanceRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that passed every check of its form. Whether its nodes exist is not yet asked.
 *
 * @param requestedBy a claim, unless requests are signed
 * @param priority higher goes first
 * @param dryRun true never touches anything; false leaves it to the actuator's mode
 * @param source as it came: what the journal keeps, and {@link RequestReader#check} reads again
 */
public record Request(
        String id,
        String cluster,
        String requestedBy,
        Work work,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        int priority,
        boolean dryRun,
        DrainOptions options,
        MaintenanceRequest source) {

    public Request {
        requireNonNull(id, "id");
        requireNonNull(cluster, "cluster");
        requireNonNull(requestedBy, "requestedBy");
        requireNonNull(work, "work");
        requireNonNull(options, "options");
        requireNonNull(source, "source");
    }

    /** Whether it is too late to begin: {@code notAfter} has come. */
    public boolean expiredAt(Instant now) {
        return notAfter != null && !now.isBefore(notAfter);
    }

    public boolean beginsBy(Instant now) {
        return notBefore == null || !now.isBefore(notBefore);
    }
}
