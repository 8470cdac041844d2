package io.plimsoll.actuator.plan;

/** What the drain does with a pod. */
public enum Handling {
    SKIP,
    /** Wait until it is gone; don't evict it again. */
    AWAIT,
    EVICT,
    /** Evict once what blocks it now has passed. */
    EVICT_LATER,
    /** Don't touch it: the node can't be drained as asked. */
    REFUSE
}
