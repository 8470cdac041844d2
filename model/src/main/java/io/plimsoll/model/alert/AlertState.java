package io.plimsoll.model.alert;

/** Where an alert stands in its life. STALE: it was firing when its inputs were lost, so nobody can say. */
public enum AlertState {
    PENDING,
    FIRING,
    STALE,
    RESOLVED
}
