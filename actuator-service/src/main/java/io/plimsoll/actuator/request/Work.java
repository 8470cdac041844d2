package io.plimsoll.actuator.request;

import io.plimsoll.model.decision.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a request asks for. */
public sealed interface Work {

    record Cordon(NodeSelection nodes) implements Work {}

    record Uncordon(NodeSelection nodes) implements Work {}

    record Drain(NodeSelection nodes, Then then) implements Work {}

    /** The work on held nodes is done: verify that they are Ready, then uncordon. */
    record Complete(NodeSelection nodes) implements Work {}

    record Cancel(String request) implements Work {}

    record Pause(Scope scope, @Nullable Instant until) implements Work {}

    record Resume(Scope scope) implements Work {}

    /** Say what a drain would do; touch nothing. */
    record Preview(NodeSelection nodes) implements Work {}
}
