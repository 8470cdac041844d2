package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Answering;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.request.NodeSelection;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the analyzer's decisions in, once each. Of two about one node the later counts: what an uncordon finds waiting for
 * its node is given up, whether or not it names it.
 */
final class Decisions {

    /** How late a replaced decision may come, whose own expiry isn't known yet. */
    private static final Duration LATEST = Duration.ofDays(1);

    private final HelmSettings settings;
    private final Desk desk;
    private final Pauses pauses;
    private final ScaleDowns scaleDowns;

    Decisions(HelmSettings settings, Desk desk, Pauses pauses, ScaleDowns scaleDowns) {
        this.settings = settings;
        this.desk = desk;
        this.pauses = pauses;
        this.scaleDowns = scaleDowns;
    }

    void take(Decision decision, Instant now) {
        boolean known = ledger().heard(decision.id()) || ledger().campaign(decision.id()) != null;
        if (known || !decision.cluster().equals(settings.cluster())) {
            return;
        }
        if (decision.expiredAt(now)) {
            drop(decision, "EXPIRED", "it expired at " + decision.expiresAt());
            return;
        }
        remember(decision, now);
        if (!settings.allowed().contains(decision.action())) {
            drop(decision, "NOT_ALLOWED", decision.action() + " is not in plimsoll.actuator.decisions.allow");
            return;
        }
        Campaign old = decision.supersedes() == null ? null : ledger().campaign(decision.supersedes());
        if (old != null && waits(old)) {
            supersede(old, decision, now);
        }
        carryOut(decision, now);
    }

    private Ledger ledger() {
        return desk.ledger();
    }

    /** A record that comes again, or after the one that replaces it, must not bring back what is over. */
    private void remember(Decision decision, Instant now) {
        ledger().heard(decision.id(), decision.expiresAt(), now);
        String replaced = decision.supersedes();
        if (replaced != null) {
            Instant tomorrow = now.plus(LATEST);
            ledger().heard(replaced, tomorrow.isAfter(decision.expiresAt()) ? tomorrow : decision.expiresAt(), now);
        }
    }

    private void drop(Decision decision, String code, String why) {
        desk.dropped(
                decision.id(),
                code,
                decision.action() + " for " + decision.scope().display(),
                why);
    }

    /** Whether nothing has been done for it yet. */
    private boolean waits(Campaign campaign) {
        return !campaign.ended() && ledger().nodesOf(campaign.id()).isEmpty();
    }

    private void supersede(Campaign old, Decision decision, Instant now) {
        desk.end(
                old,
                Answering.to(old, RequestState.SUPERSEDED).by(decision.id()).at(now));
    }

    private void carryOut(Decision decision, Instant now) {
        switch (decision.action()) {
            case PAUSE_MAINTENANCE -> pauses.begin(decision);
            case RESUME_MAINTENANCE -> pauses.lift(decision);
            case CORDON_NODE, UNCORDON_NODE, DRAIN_NODE -> node(decision, now);
            case SUSPEND_SCALE_DOWN -> scaleDowns.decided(decision, true, now);
            case RESTORE_SCALE_DOWN -> scaleDowns.decided(decision, false, now);
        }
    }

    private void node(Decision decision, Instant now) {
        if (decision.scope().kind() != Scope.Kind.Node) {
            drop(decision, "NO_NODE", "it names no node");
            return;
        }
        switch (decision.action()) {
            case CORDON_NODE -> campaign(decision, "cordon", null, now);
            case UNCORDON_NODE -> uncordon(decision, now);
            case DRAIN_NODE -> campaign(decision, "drain", "hold", now);
            case PAUSE_MAINTENANCE, RESUME_MAINTENANCE, SUSPEND_SCALE_DOWN, RESTORE_SCALE_DOWN -> {}
        }
    }

    private void campaign(Decision decision, String type, @Nullable String then, Instant now) {
        var status = new Answering(decision.id(), decision.cluster(), settings.dryRun(), RequestState.ACCEPTED).at(now);
        var campaign = new Campaign(
                decision.id(),
                true,
                Requests.of(decision, type, then, now),
                now,
                settings.dryRun(),
                false,
                List.of(),
                Map.of(),
                status,
                null);
        if (desk.requests().of(campaign) == null) {
            drop(decision, "UNREADABLE", "its id, or the name of its node, can be none");
        } else {
            ledger().put(campaign);
        }
    }

    private void uncordon(Decision decision, Instant now) {
        String node = String.valueOf(decision.scope().name());
        List<String> givenUp = giveUpWaiting(decision, node, now);
        if (ledger().marks().cordons().containsKey(node) || ledger().node(node) != null) {
            campaign(decision, "uncordon", null, now);
        } else {
            String waited =
                    givenUp.isEmpty() ? "" : "; " + String.join(", ", givenUp) + " had not begun and is given up";
            drop(decision, "NOT_OURS", "no cordon of ours is on node " + node + waited);
        }
    }

    /** The ids of those given up. A request is a person's or another system's: only they cancel it. */
    private List<String> giveUpWaiting(Decision decision, String node, Instant now) {
        List<String> givenUp = new ArrayList<>();
        for (Campaign waiting : List.copyOf(ledger().campaigns())) {
            if (waiting.decision() && waits(waiting) && takesOut(waiting, node)) {
                supersede(waiting, decision, now);
                givenUp.add(waiting.id());
            }
        }
        return givenUp;
    }

    private boolean takesOut(Campaign campaign, String node) {
        Request request = desk.requests().of(campaign);
        return request != null
                && switch (request.work()) {
                    case Work.Cordon(var nodes) -> nodes.names().contains(node);
                    case Work.Drain(var nodes, var _) -> nodes.names().contains(node);
                    case Work.Uncordon _, Work.Complete _, Work.Cancel _, Work.Pause _, Work.Resume _, Work.Preview _ ->
                        false;
                };
    }

    /**
     * Whether the decision to uncordon is over: what was on its way when it came may have turned out to be a cordon of
     * somebody else's.
     */
    boolean pointless(Campaign campaign, Request request, Instant now) {
        if (!campaign.decision() || !(request.work() instanceof Work.Uncordon(var nodes)) || ours(campaign, nodes)) {
            return false;
        }
        desk.dropped(
                campaign.id(),
                "NOT_OURS",
                Action.UNCORDON_NODE.name(),
                "no cordon of ours is on node " + nodes.names().getFirst());
        desk.end(campaign, Answering.to(campaign, RequestState.SUPERSEDED).at(now));
        return true;
    }

    private boolean ours(Campaign campaign, NodeSelection nodes) {
        return !campaign.results().isEmpty()
                || nodes.names().stream()
                        .allMatch(node -> ledger().node(node) != null
                                || ledger().marks().cordons().containsKey(node));
    }
}
