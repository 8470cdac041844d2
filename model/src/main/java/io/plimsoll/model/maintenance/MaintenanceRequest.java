package io.plimsoll.model.maintenance;

import io.plimsoll.model.Copies;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of the actuator ({@code io.plimsoll.maintenance.request.v1}). As it came: nothing here is checked.
 *
 * @param requestedBy a claim, unless requests are signed
 * @param priority higher goes first; 0 where not given
 * @param dryRun null leaves it to the actuator's mode; it can't turn dry-run off
 */
public record MaintenanceRequest(
        @Nullable String id,
        @Nullable String cluster,
        @Nullable String requestedBy,
        @Nullable RequestedAction action,
        @Nullable String reason,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        @Nullable Integer priority,
        @Nullable Boolean dryRun,
        @Nullable Options options) {

    public static final String TYPE = "io.plimsoll.maintenance.request.v1";

    /**
     * What to do, and to which nodes.
     *
     * @param type cordon, uncordon, drain, complete, cancel, pause, resume or plan
     * @param then of a drain: hold, await-reboot or uncordon
     * @param request of a cancel: the id to cancel
     * @param scope of a pause or resume
     * @param until of a pause
     */
    public record RequestedAction(
            @Nullable String type,
            @Nullable Nodes nodes,
            @Nullable String then,
            @Nullable String request,
            @Nullable Scope scope,
            @Nullable Instant until) {}

    /** Nodes by name, by label selector ({@code pool=batch,zone in (a,b)}), or both (the union). */
    public record Nodes(List<String> names, @Nullable String selector) {

        public Nodes {
            names = Copies.list(names);
        }
    }

    /**
     * How to do it.
     *
     * @param onDeadline rollback, hold or force
     * @param maxConcurrent nodes of this request under way at once; can only lower the actuator's limit
     * @param window name of a window in the actuator's calendar
     * @param evictLocalVolumes evict pods whose volume lies on the node, though they stay Pending until it is back
     */
    public record Options(
            @Nullable Integer gracePeriodSeconds,
            @Nullable Duration nodeDeadline,
            @Nullable Boolean deleteEmptyDirData,
            @Nullable Boolean evictUnmanaged,
            @Nullable String onDeadline,
            @Nullable Integer maxConcurrent,
            @Nullable String window,
            @Nullable Boolean evictLocalVolumes) {

        /** Without leave to evict pods whose volume lies on the node. */
        public Options(
                @Nullable Integer gracePeriodSeconds,
                @Nullable Duration nodeDeadline,
                @Nullable Boolean deleteEmptyDirData,
                @Nullable Boolean evictUnmanaged,
                @Nullable String onDeadline,
                @Nullable Integer maxConcurrent,
                @Nullable String window) {
            this(
                    gracePeriodSeconds,
                    nodeDeadline,
                    deleteEmptyDirData,
                    evictUnmanaged,
                    onDeadline,
                    maxConcurrent,
                    window,
                    null);
        }
    }
}
