package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import org.jspecify.annotations.Nullable;

/** Whose cordon stays on a node: one that somebody else had set before us is never ours to take off. */
record Cordons(ClusterView view, Ledger ledger) {

    /** The work on the node is done. */
    void released(Task task, @Nullable Claim claim) {
        switch (task.goal()) {
            case CORDON -> {
                if (claim == null || !claim.priorCordon()) {
                    ledger.cordoned(task.node(), new Remembered.Mark(task.uid(), task.origin(), null));
                }
            }
            case UNCORDON -> ledger.cordoned(task.node(), null);
            case DRAIN_AND_HOLD, DRAIN_AND_AWAIT_REBOOT, DRAIN_AND_UNCORDON -> {}
        }
    }

    /** A cordon that is on its node no more isn't ours any longer: whoever sets the next one is its owner. */
    void forgetTakenOff() {
        for (var mark : ledger.marks().cordons().entrySet()) {
            Viewed<NodeState> node = view.node(mark.getKey());
            boolean there = node != null
                    && node.uid().equals(mark.getValue().uid())
                    && node.state().unschedulable();
            if (!there && ledger.node(mark.getKey()) == null) {
                ledger.cordoned(mark.getKey(), null);
            }
        }
    }
}
