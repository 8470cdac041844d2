package io.plimsoll.actuator.app;

import io.plimsoll.actuator.guard.Displaced;
import io.plimsoll.actuator.guard.PastDrain;
import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.guard.SchedulingFailures;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.actuator.journal.JournalEntry;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.Comeback;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.PodTask;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.plan.BudgetDraw;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.plan.Utilisation;
import io.plimsoll.actuator.plan.WorkloadLoss;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.DeadLetter;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Every record that becomes JSON, and every class that Kafka makes by name: a native image forgets what nobody names.
 */
@RegisterForReflection(
        targets = {
            JournalEntry.class,
            Campaign.class,
            Campaign.Result.class,
            Warrant.class,
            NodeWork.class,
            Remembered.Pauses.class,
            Remembered.Heard.class,
            Remembered.Refusal.class,
            Remembered.Marks.class,
            Remembered.Mark.class,
            Remembered.Suspension.class,
            Remembered.Experience.class,
            NodeLife.Requested.class,
            NodeLife.Planned.class,
            NodeLife.Claimed.class,
            NodeLife.Cordoned.class,
            NodeLife.Draining.class,
            NodeLife.Drained.class,
            NodeLife.Held.class,
            NodeLife.AwaitingReboot.class,
            NodeLife.Verifying.class,
            NodeLife.Releasing.class,
            NodeLife.RollingBack.class,
            NodeLife.Released.class,
            NodeLife.RolledBack.class,
            NodeLife.Failed.class,
            MaintenanceResource.Problem.class,
            PodTask.Listed.class,
            PodTask.Asked.class,
            PodTask.Waiting.class,
            PodTask.Leaving.class,
            Task.class,
            Claim.class,
            Comeback.class,
            Ending.class,
            Displaced.class,
            PastDrain.class,
            Pause.class,
            SchedulingFailures.class,
            Soak.class,
            Plan.class,
            NodePlan.class,
            BudgetDraw.class,
            PodVerdict.class,
            WorkloadLoss.class,
            Utilisation.class,
            MaintenanceRequest.class,
            MaintenanceRequest.RequestedAction.class,
            MaintenanceRequest.Nodes.class,
            MaintenanceRequest.Options.class,
            MaintenanceStatus.class,
            MaintenanceStatus.Cause.class,
            MaintenanceStatus.ClosedGuard.class,
            AuditRecord.class,
            ObjectRef.class,
            Decision.class,
            Decision.Cause.class,
            Scope.class,
            DeadLetter.class
        })
final class Reflection {

    private Reflection() {}
}
