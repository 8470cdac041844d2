package io.plimsoll.model.maintenance;

import io.plimsoll.model.ObjectRef;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One act of the actuator, done, refused or only pretended ({@code io.plimsoll.audit.v1}).
 *
 * @param origin id of the request or decision behind it
 * @param requestedBy who asked for it: who signed the request, or what it says; {@code analyzer} for a decision
 * @param act what was done: {@code cordon}, {@code evict}, {@code claim} …
 * @param outcome what came of it: {@code done}, {@code refused}, {@code dry-run} …
 * @param status the API server's answer code, where there was one
 */
public record AuditRecord(
        String id,
        Instant at,
        String cluster,
        @Nullable String node,
        @Nullable String origin,
        @Nullable String requestedBy,
        String act,
        ObjectRef target,
        String outcome,
        @Nullable Integer status,
        boolean dryRun,
        String explanation) {

    public static final String TYPE = "io.plimsoll.audit.v1";

    public AuditRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(act, "act");
        Objects.requireNonNull(target, "target");
    }

    /** The record's key: {@code cluster/node}, or the cluster alone. */
    public String key() {
        return node == null ? cluster : cluster + "/" + node;
    }
}
