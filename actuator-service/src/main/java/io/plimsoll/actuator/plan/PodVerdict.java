package io.plimsoll.actuator.plan;

import static java.util.Objects.requireNonNull;

import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drain would do with one pod, and why.
 *
 * @param why what, to what, why, what to do; null for a pod that can simply go
 * @param notes what is worth saying and decides nothing (an unreadable annotation)
 * @param budgets names of the budgets that cover it, in its namespace
 * @param notBefore when it may be evicted, where its owner set a time
 * @param destination a node that would take it; null where none was looked for or found
 * @param critical priority of system-cluster-critical or above: leaves after the others
 */
public record PodVerdict(
        String namespace,
        String name,
        String uid,
        PodClass podClass,
        @Nullable Cause why,
        List<Cause> notes,
        List<String> budgets,
        @Nullable Instant notBefore,
        @Nullable String destination,
        boolean critical) {

    public PodVerdict {
        requireNonNull(podClass, "podClass");
        notes = Copies.list(notes);
        budgets = Copies.list(budgets);
    }

    public Handling handling() {
        return podClass.handling();
    }

    public String display() {
        return namespace + "/" + name;
    }

    /** Whether the node can't be drained because of it, as things are. */
    boolean blocks() {
        return handling() == Handling.REFUSE || podClass == PodClass.NO_PLACE;
    }

    /** Whether the drain has to wait for it. */
    boolean waits() {
        return handling() == Handling.AWAIT || handling() == Handling.EVICT_LATER;
    }
}
