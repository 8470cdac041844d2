package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.model.decision.Decision;

/** What the helm hears. */
public sealed interface Signal {

    record RequestCame(Reading reading) implements Signal {}

    record DecisionCame(Decision decision) implements Signal {}

    /** An act for a node was answered; {@code origin} tells it from acts of earlier work on that node. */
    record NodeAnswered(String node, String origin, NodeSignal signal) implements Signal {}

    /** The annotation was set or taken off, or couldn't be. */
    record ScaleDownAnswered(String node, String origin, boolean suspended, boolean done) implements Signal {}

    /** The journal has been read: what was under way goes on. */
    record Resumed() implements Signal {}

    /** The view changed, or a timer fired: look again. */
    record Looked() implements Signal {}
}
