package io.plimsoll.model.decision;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the analyzer asks of the actuator ({@code io.plimsoll.decision.v1}).
 *
 * @param id deterministic: the same cause decides the same id
 * @param policy the name of the rule that decided
 * @param expiresAt after this nobody acts on it any more
 * @param supersedes id of the decision this one replaces or undoes
 * @param explanation one sentence with the numbers
 */
public record Decision(
        String id,
        String cluster,
        Action action,
        Scope scope,
        Cause cause,
        String policy,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String supersedes,
        String explanation) {

    public static final String TYPE = "io.plimsoll.decision.v1";

    /** The alert that led to it. */
    public record Cause(String fingerprint, AlertCode code, Severity severity) {}

    public Decision {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(issuedAt, "issuedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        if (expiresAt.isBefore(issuedAt)) {
            throw new IllegalArgumentException(
                    "decision " + id + " expires at " + expiresAt + ", before it was issued");
        }
    }

    public boolean expiredAt(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** The record's key: {@code cluster}, or {@code cluster/node} where one node is meant. */
    public String key() {
        return scope.kind() == Scope.Kind.Node ? cluster + "/" + scope.name() : cluster;
    }
}
