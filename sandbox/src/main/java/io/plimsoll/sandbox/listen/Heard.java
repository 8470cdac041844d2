package io.plimsoll.sandbox.listen;

import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;

/** Something a service published. */
public sealed interface Heard {

    record HeardAlert(Alert alert) implements Heard {}

    record HeardDecision(Decision decision) implements Heard {}

    record HeardStatus(MaintenanceStatus status) implements Heard {}

    record HeardAct(AuditRecord act) implements Heard {}
}
