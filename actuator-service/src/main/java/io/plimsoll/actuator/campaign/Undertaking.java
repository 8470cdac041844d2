package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Reasons;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSight;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.actuator.sight.Sights;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Makes a node's work of a request. */
final class Undertaking {

    private Undertaking() {}

    /** As the node stands now, which must be there. */
    static NodeWork of(ClusterView view, Campaign campaign, Request request, String node, Instant now) {
        Viewed<NodeState> found = Objects.requireNonNull(view.node(node));
        DrainOptions options = request.options();
        Task task = new Task(
                campaign.id(),
                node,
                found.uid(),
                goal(request.work()),
                options.nodeDeadline(),
                Task.OnDeadline.valueOf(options.onDeadline().name()),
                options.gracePeriod() == null
                        ? null
                        : (int) options.gracePeriod().toSeconds(),
                campaign.dryRun());
        NodeSight sight = Sights.of(view, node, options, now);
        int pods = task.goal().drains() ? sight.pods().size() : 0;
        return new NodeWork(
                new NodeLife.Requested(task),
                now,
                pods,
                task.goal().drains() ? Reasons.displaced(view, sight) : List.of(),
                null,
                null);
    }

    private static Task.Goal goal(Work work) {
        return switch (work) {
            case Work.Cordon _ -> Task.Goal.CORDON;
            case Work.Drain(var _, var then) ->
                switch (then) {
                    case HOLD -> Task.Goal.DRAIN_AND_HOLD;
                    case AWAIT_REBOOT -> Task.Goal.DRAIN_AND_AWAIT_REBOOT;
                    case UNCORDON -> Task.Goal.DRAIN_AND_UNCORDON;
                };
            case Work.Uncordon _, Work.Complete _, Work.Cancel _, Work.Pause _, Work.Resume _, Work.Preview _ ->
                Task.Goal.UNCORDON;
        };
    }
}
