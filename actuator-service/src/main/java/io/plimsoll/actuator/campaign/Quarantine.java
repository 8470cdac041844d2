package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Answering;
import io.plimsoll.actuator.fault.Faults;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends what turns broke on, without asking the code that broke: a record that comes again is answered or accounted for, nodes
 * under way are given back, and the request is told. A node whose pods have left stays out: somebody may be at work on it.
 */
final class Quarantine {

    private final HelmSettings settings;
    private final Desk desk;
    private final Faults faults;

    Quarantine(HelmSettings settings, Desk desk, Faults faults) {
        this.settings = settings;
        this.desk = desk;
        this.faults = faults;
    }

    boolean holds(String origin) {
        return faults.known(origin);
    }

    /** What was dealt with in the meantime is only remembered. */
    void settle() {
        for (Faults.Fault fault : faults.open()) {
            Campaign campaign = desk.ledger().campaign(fault.origin());
            boolean over = campaign == null ? desk.ledger().heard(fault.origin()) : campaign.ended();
            if (over) {
                faults.settle(fault.origin());
            }
        }
    }

    /** Whether the signal is a record that turns broke on: then it has been seen to. */
    boolean heard(Signal signal, Instant now) {
        String id = signal.origin();
        if (id == null || desk.ledger().campaign(id) != null) {
            return false; // known ones have an answer that can be given again
        }
        Faults.Fault fault = faults.of(id);
        return fault != null
                && switch (signal) {
                    case Signal.RequestCame(Reading.Signed(var _, var warrant)) -> answered(fault, warrant, now);
                    case Signal.RequestCame(Reading.Untrusted _) -> false;
                    case Signal.RequestCame _ -> answered(fault, null, now);
                    case Signal.DecisionCame _ -> accountedFor(fault);
                    case Signal.NodeAnswered _,
                            Signal.ScaleDownAnswered _,
                            Signal.SuspensionFound _,
                            Signal.Resumed _,
                            Signal.Looked _ -> false;
                };
    }

    private boolean answered(Faults.Fault fault, @Nullable Warrant warrant, Instant now) {
        String id = fault.origin();
        if (!fault.standsStill()) {
            MaintenanceStatus status = new Answering(id, settings.cluster(), settings.dryRun(), RequestState.FAILED)
                    .causes(List.of(fault.cause()))
                    .at(now);
            desk.ledger().put(Campaign.answeredUnread(status, settings.dryRun(), warrant));
            desk.effects().add(new Effect.Answer(status));
            faults.settle(id);
        }
        return true;
    }

    private boolean accountedFor(Faults.Fault fault) {
        if (!fault.standsStill()) {
            account(fault);
            faults.settle(fault.origin());
        }
        return true;
    }

    private void account(Faults.Fault fault) {
        desk.dropped(
                fault.origin(),
                "INTERNAL_FAULT",
                "decision " + fault.origin(),
                fault.cause().message());
    }

    /** What the node's machine is to be told instead of being shown the node; null for nothing. */
    @Nullable
    NodeSignal next(NodeWork work, Instant now) {
        Faults.Fault fault = faults.of(work.origin());
        if (fault == null || fault.standsStill()) {
            return null;
        }
        return switch (work.life()) {
            case NodeLife.RollingBack back -> now.isBefore(back.again()) ? null : new NodeSignal.Resumed();
            case NodeLife.Releasing back -> now.isBefore(back.again()) ? null : new NodeSignal.Resumed();
            case NodeLife.Requested _,
                    NodeLife.Planned _,
                    NodeLife.Claimed _,
                    NodeLife.Cordoned _,
                    NodeLife.Draining _ -> new NodeSignal.CalledOff(Ending.failed(fault.cause()));
            case NodeLife.Drained _,
                    NodeLife.Held _,
                    NodeLife.AwaitingReboot _,
                    NodeLife.Verifying _,
                    NodeLife.Released _,
                    NodeLife.RolledBack _,
                    NodeLife.Failed _ -> null;
        };
    }

    /** Ends the campaign as soon as none of its nodes is out any more. */
    void end(Campaign campaign, Instant now) {
        Faults.Fault fault = faults.of(campaign.id());
        if (fault == null
                || fault.standsStill()
                || !desk.ledger().nodesOf(campaign.id()).isEmpty()) {
            return;
        }
        if (campaign.decision()) {
            account(fault);
        }
        Cause cause = fault.cause();
        desk.end(
                campaign,
                Answering.to(campaign, RequestState.FAILED)
                        .nodes(touched(campaign))
                        .causes(List.of(cause))
                        .at(now));
        faults.settle(campaign.id());
    }

    /** Those that were through, and how; a request for very many nodes may be what nobody could write down. */
    private static Map<String, String> touched(Campaign campaign) {
        Map<String, String> phases = new LinkedHashMap<>();
        campaign.results().entrySet().stream()
                .limit(Campaign.MOST_CAUSES)
                .forEach(entry -> phases.put(entry.getKey(), entry.getValue().phase()));
        return phases;
    }
}
