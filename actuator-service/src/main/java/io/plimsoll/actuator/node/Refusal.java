package io.plimsoll.actuator.node;

/** Why a PATCH of a node didn't take hold. */
public sealed interface Refusal {

    /** The API server or a webhook says no; asking again soon won't help. */
    record Denied(int status, String message) implements Refusal {}

    /** The node has changed since we looked. */
    record Conflict(String message) implements Refusal {}

    /** Somebody else's claim is on it, or we lead no more. */
    record Fenced(String message) implements Refusal {}

    /** The node is gone, or another bears its name. */
    record Absent() implements Refusal {}

    /** No answer, or one that says nothing about the node: it may have taken hold. */
    record Unanswered(String message) implements Refusal {}
}
