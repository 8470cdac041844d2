package io.plimsoll.actuator.guard;

/** One thing that must agree before a node is started. Pure: no clock, no I/O, no fields that change. */
public interface Guard {

    /** Public and stable. */
    String code();

    Verdict judge(GuardContext context);
}
