package io.plimsoll.actuator.answer;

import io.plimsoll.actuator.node.Blockers;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeRules;
import io.plimsoll.actuator.node.NodeSight;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node under way waits for, and what ends the waiting: read off its state and its last sight. */
public final class Waits {

    private Waits() {}

    /**
     * One cause for each thing; empty where it waits for nothing but the next answer.
     *
     * @param sight null where the node hasn't been looked at yet
     */
    public static List<Cause> of(NodeLife life, @Nullable NodeSight sight, NodeRules rules, Instant now) {
        return switch (life) {
            case NodeLife.Draining draining ->
                sight == null ? List.of() : Blockers.of(draining, sight.pods(), rules, now);
            case NodeLife.Held held -> held(held);
            case NodeLife.AwaitingReboot awaiting -> List.of(reboot(awaiting));
            case NodeLife.Verifying verifying -> List.of(verifying(verifying, rules));
            case NodeLife.RollingBack back
            when back.attempt() > 1 -> plus(back.ending().causes(), marks(back));
            case NodeLife.RollingBack back -> back.ending().causes();
            case NodeLife.Releasing releasing when releasing.attempt() > 1 -> List.of(marks(releasing));
            case NodeLife.Planned planned when planned.attempt() > 1 -> List.of(claim(planned));
            case NodeLife.Requested _,
                    NodeLife.Planned _,
                    NodeLife.Claimed _,
                    NodeLife.Cordoned _,
                    NodeLife.Drained _,
                    NodeLife.Releasing _,
                    NodeLife.Released _,
                    NodeLife.RolledBack _,
                    NodeLife.Failed _ -> List.of();
        };
    }

    private static List<Cause> held(NodeLife.Held held) {
        String node = held.task().node();
        return plus(
                held.causes(),
                new Cause(
                        "HELD",
                        node,
                        "node " + node + " is cordoned and held for request "
                                + held.task().origin() + "; "
                                + (held.gone() == 1 ? "1 pod has" : held.gone() + " pods have")
                                + " left it",
                        "once the work on it is done, ask for the action complete with node " + node
                                + "; to give it back undone, cancel the request"));
    }

    private static Cause reboot(NodeLife.AwaitingReboot awaiting) {
        String node = awaiting.task().node();
        return new Cause(
                "AWAITING_REBOOT",
                node,
                "node " + node + " is drained and has not rebooted since: its boot id is still " + awaiting.bootId(),
                "reboot it; or, if no reboot is needed, ask for the action complete with node " + node);
    }

    private static Cause verifying(NodeLife.Verifying verifying, NodeRules rules) {
        String node = verifying.task().node();
        Instant since = verifying.readySince();
        return since == null
                ? new Cause(
                        "NODE_NOT_READY",
                        node,
                        "node " + node + " is not Ready, so it stays cordoned",
                        "see its kubelet (kubectl describe node " + node + "); it goes on by itself once it is Ready")
                : new Cause(
                        "VERIFYING",
                        node,
                        "node " + node + " has been Ready since " + since + ", it has to be for " + rules.soak(),
                        "wait until " + since.plus(rules.soak()));
    }

    private static Cause claim(NodeLife.Planned planned) {
        String node = planned.task().node();
        return new Cause(
                "CLAIMING",
                node,
                "node " + node + " could not be claimed yet, after " + (planned.attempt() - 1)
                        + (planned.attempt() == 2 ? " attempt" : " attempts")
                        + ": it changes all the time, somebody else claims it, or the API server doesn't answer",
                "it is tried again by itself; see the audit for each answer, or cancel the request");
    }

    private static Cause marks(NodeLife life) {
        String node = life.task().node();
        return new Cause(
                "RELEASING",
                node,
                "the claim, and the cordon where it is ours, could not be taken off node " + node + " yet",
                "it is tried again by itself; see the audit for each answer");
    }

    private static List<Cause> plus(List<Cause> causes, Cause more) {
        List<Cause> all = new ArrayList<>(causes);
        all.add(more);
        return all;
    }
}
