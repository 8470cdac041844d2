package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import java.util.List;

/**
 * Where campaigns are closed.
 *
 * @param effects of the turn; whatever is added is performed once the turn is written down
 */
record Desk(Ledger ledger, Requests requests, List<Effect> effects) {

    /** The last word on a campaign. A decision is accounted for, not answered. */
    void end(Campaign campaign, MaintenanceStatus status) {
        ledger.put(campaign.answered(status));
        requests.forget(campaign.id());
        if (!campaign.decision()) {
            effects.add(new Effect.Answer(status));
        } else if (status.by() != null) {
            effects.add(new Effect.Dropped(
                    campaign.id(),
                    status.state().name(),
                    status.state().wireName() + " by " + status.by() + " before it was begun"));
        }
    }

    void dropped(String decision, String code, String what, String why) {
        effects.add(new Effect.Dropped(decision, code, what + " dropped: " + why));
    }
}
