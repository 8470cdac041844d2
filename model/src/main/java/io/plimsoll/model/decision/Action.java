package io.plimsoll.model.decision;

/** What the actuator is asked to do, or to undo. */
public enum Action {
    PAUSE_MAINTENANCE,
    RESUME_MAINTENANCE,
    CORDON_NODE,
    UNCORDON_NODE,
    DRAIN_NODE,
    SUSPEND_SCALE_DOWN,
    RESTORE_SCALE_DOWN
}
