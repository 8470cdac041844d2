package io.plimsoll.actuator.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the shell must do next for a node. Every one of them may be repeated without harm. */
public sealed interface NodeEffect {

    /** Come back with a look at the cluster at that instant. */
    record WakeAt(Instant at) implements NodeEffect {}

    /** Ask nothing of the API server before that instant. */
    record SlowDown(Instant until) implements NodeEffect {}

    /** Claim the node and cordon it, both in one write or neither. */
    record TakeClaim(Task task, Instant deadline) implements NodeEffect {}

    /** Cordon a node whose claim is ours already: after a takeover. */
    record Cordon(Task task, Claim claim) implements NodeEffect {}

    /**
     * Take our marks off.
     *
     * @param claim null where none was taken
     * @param uncordon whether the cordon goes too
     * @param basis by what the cordon is known to be ours
     */
    record Release(Task task, @Nullable Claim claim, boolean uncordon, Basis basis) implements NodeEffect {}

    /** By what a cordon is known to be ours. */
    enum Basis {
        /** By our claim on the node. */
        CLAIM,
        /**
         * It was seen with our claim and has stood ever since, so that it is ours even where the claim has just been taken
         * away. Never where this was asked before: the claim may have gone by that, and the cordon may be somebody else's.
         */
        STOOD,
        /** As {@link #STOOD}, and the claim was seen to be gone: it is taken again, and all else waits until that is known. */
        UNCLAIMED
    }

    record Evict(Task task, PodSight pod) implements NodeEffect {}

    /** Delete past the budgets. */
    record ForceDelete(Task task, PodSight pod, long graceSeconds) implements NodeEffect {}
}
