package io.plimsoll.actuator.request;

/** What to do with a node whose drain did not end in time. */
public enum OnDeadline {
    /** Uncordon what we cordoned, and say what blocked. */
    ROLLBACK,
    /** Leave it cordoned. */
    HOLD,
    /** Delete what is left with the grace that is left; needs a Role that is off by default. */
    FORCE
}
