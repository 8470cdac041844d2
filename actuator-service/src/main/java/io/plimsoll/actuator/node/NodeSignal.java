package io.plimsoll.actuator.node;

import java.time.Instant;

/** What a node's machine hears. */
public sealed interface NodeSignal {

    /** Every guard is open for it. */
    record Admitted(NodeSight sight) implements NodeSignal {}

    /** The cluster as it is now, and what may be done now. Comes with every change, and with every timer. */
    record Look(NodeSight sight, Allowance allowance) implements NodeSignal {}

    /** The process started anew: no act that was under way will be answered. */
    record Resumed() implements NodeSignal {}

    /**
     * The claim is ours.
     *
     * @param cordoned whether the same write set the cordon
     */
    record ClaimTaken(Claim claim, boolean cordoned) implements NodeSignal {}

    /** The cordon was set under a claim that had been taken before. */
    record CordonTaken() implements NodeSignal {}

    record ReleaseTaken() implements NodeSignal {}

    /** The claim, cordon or release last asked for didn't take hold. */
    record Refused(Refusal refusal) implements NodeSignal {}

    record EvictionAnswered(String podUid, EvictionAnswer answer) implements NodeSignal {}

    /** The work on a held node is done. */
    record WorkDone() implements NodeSignal {}

    /**
     * Called off: what is ours is undone, and the ending is this one.
     *
     * @param unclaimed whether the node stands cordoned without a claim
     */
    record CalledOff(Ending ending, boolean unclaimed) implements NodeSignal {

        /** Where the claim is not seen to have gone. */
        public CalledOff(Ending ending) {
            this(ending, false);
        }
    }

    /**
     * What may be done now.
     *
     * @param evictions how many may be asked for in this step; 0 while paused, throttled, blind or outside the window
     * @param nextEvictionAt when more are allowed, by the rate; an instant that has passed means now
     * @param force whether pods may be deleted past their budgets at the deadline
     * @param held whether the drain stands still by order, so that its deadline doesn't come nearer
     */
    record Allowance(int evictions, Instant nextEvictionAt, boolean force, boolean held) {

        public static Allowance of(int evictions, Instant nextEvictionAt, boolean force) {
            return new Allowance(evictions, nextEvictionAt, force, false);
        }

        /** While it stands still. */
        public static Allowance none(Instant now) {
            return new Allowance(0, now, false, true);
        }
    }
}
