package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.model.decision.Decision;
import org.jspecify.annotations.Nullable;

/** What the helm hears. */
public sealed interface Signal {

    record RequestCame(Reading reading) implements Signal {}

    record DecisionCame(Decision decision) implements Signal {}

    /** An act for a node was answered; {@code origin} tells it from acts of earlier work on that node. */
    record NodeAnswered(String node, String origin, NodeSignal signal) implements Signal {}

    /** The annotation was set or taken off, or couldn't be. */
    record ScaleDownAnswered(String node, String origin, boolean suspended, boolean done) implements Signal {}

    /** A node bears our annotation that keeps the cluster autoscaler away. Is anybody here still of that mind? */
    record SuspensionFound(String node, String uid) implements Signal {}

    /** The journal has been read: what was under way goes on. */
    record Resumed() implements Signal {}

    /** The view changed, or a timer fired: look again. */
    record Looked() implements Signal {}

    /** Whose it is: the id of a request or decision; null where it is nobody's in particular, or can't be read. */
    default @Nullable String origin() {
        return switch (this) {
            case RequestCame(Reading.Accepted(var request, var _)) -> request.id();
            case RequestCame(Reading.Signed(var request, var _)) -> request.id();
            case RequestCame(Reading.Refused(var id, var _)) -> id;
            case RequestCame(Reading.Untrusted(var id, var _)) -> id;
            case RequestCame _ -> null;
            case DecisionCame(var decision) -> decision.id();
            case NodeAnswered(var _, var origin, var _) -> origin;
            case ScaleDownAnswered(var _, var origin, var _, var _) -> origin;
            case SuspensionFound _, Resumed _, Looked _ -> null;
        };
    }
}
