package io.plimsoll.actuator.view;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's mark that they are working on a node, kept outside the node itself.
 *
 * @param program whose mark it is: {@code kured}, {@code node-maintenance-operator}
 * @param holder who holds it, as written in the mark
 * @param where the object that carries it, for people: {@code DaemonSet kube-system/kured}
 * @param expiresAt when it lapses by itself; null where it never does
 */
public record NodeLock(
        String node,
        String program,
        String holder,
        String where,
        @Nullable Instant expiresAt) {

    public NodeLock {
        requireNonNull(node, "node");
        requireNonNull(program, "program");
        requireNonNull(holder, "holder");
        requireNonNull(where, "where");
    }

    public boolean heldAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
