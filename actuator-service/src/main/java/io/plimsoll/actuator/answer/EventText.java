package io.plimsoll.actuator.answer;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;

/** An answer as one sentence about one of its nodes, for whoever reads that node's Kubernetes Events. */
public final class EventText {

    private EventText() {}

    public static String of(MaintenanceStatus status, String node) {
        String by = status.by() == null ? "" : " by " + status.by();
        return "request " + status.request() + " " + verb(status.state()) + by + ": " + why(status, node);
    }

    private static String verb(RequestState state) {
        return switch (state) {
            case ACCEPTED, QUEUED, DEFERRED, RUNNING, HELD -> "is " + state.wireName();
            case SUCCEEDED, FAILED, EXPIRED -> "has " + state.wireName();
            case REJECTED, CANCELLED, SUPERSEDED -> "was " + state.wireName();
        };
    }

    /** What concerns the node itself comes before what concerns another one of the same request. */
    private static String why(MaintenanceStatus status, String node) {
        for (Cause cause : status.causes()) {
            if (node.equals(cause.object())) {
                return cause.message();
            }
        }
        if (!status.causes().isEmpty()) {
            return status.causes().getFirst().message();
        }
        return status.guards().isEmpty()
                ? outcome(status, node)
                : status.guards().getFirst().reason();
    }

    private static String outcome(MaintenanceStatus status, String node) {
        String phase = status.nodes().get(node);
        if (phase == null) {
            return "nothing was done to node " + node;
        }
        return status.plan() == null ? done(phase, node) : "the plan for node " + node + " says " + phase;
    }

    private static String done(String phase, String node) {
        return switch (phase) {
            case "Released" -> "what was asked for is done on node " + node;
            case "RolledBack" -> "node " + node + " was given back undone";
            case "NotStarted" -> "node " + node + " was not started";
            case "Failed" -> "the work on node " + node + " failed";
            case "Refused" -> "node " + node + " was refused";
            case "Expired" -> "the time for node " + node + " was over before it was begun";
            case "Queued" -> "node " + node + " waits for its turn";
            default -> "node " + node + " is at the phase " + phase;
        };
    }
}
