package io.plimsoll.actuator.request;

/** What becomes of a node once it is drained. */
public enum Then {
    /** It stays cordoned until a {@code complete} names it. */
    HOLD,
    /** It is released once its boot id changed and it has been Ready for the soak time. */
    AWAIT_REBOOT,
    /** It is released after the soak. */
    UNCORDON
}
