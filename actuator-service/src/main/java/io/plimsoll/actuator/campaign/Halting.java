package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Reasons;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives up the nodes of a campaign that won't be started any more: it is too late, or one before them stopped the wave. */
final class Halting {

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;

    Halting(HelmSettings settings, ClusterView view, Ledger ledger) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
    }

    /** The campaign without those nodes. */
    Campaign settled(Campaign campaign, Request request, Instant now) {
        Campaign current = campaign;
        Map.Entry<String, Campaign.Result> halted = campaign.results().entrySet().stream()
                .filter(result -> halts(result.getValue()))
                .findFirst()
                .orElse(null);
        Soak failed = failedSoak(campaign, now);
        NodeWork bypassed = ledger.nodesOf(campaign.id()).stream()
                .filter(work -> work.bypass() != null)
                .findFirst()
                .orElse(null);
        for (String node : campaign.pending()) {
            if (ledger.takenBy(node, campaign.id())) {
                continue;
            }
            if (failed != null) {
                Cause cause = Reasons.soakFailed(failed, view, settings.guards());
                current = current.plus(node, notStarted(Ending.Kind.FAILED, cause));
            } else if (halted != null || bypassed != null) {
                current = current.plus(node, haltedBy(node, halted, bypassed));
            } else if (request.expiredAt(now)) {
                Cause cause =
                        Reasons.expired("node " + node + " was not started before " + request.notAfter(), "notAfter");
                current = current.plus(node, new Campaign.Result("Expired", Ending.Kind.FAILED, List.of(cause), null));
            }
        }
        ledger.put(current);
        return current;
    }

    /** What becomes of a node whose wave stopped before it: at a node that has ended, or at one that is still out. */
    private static Campaign.Result haltedBy(
            String node, Map.@Nullable Entry<String, Campaign.Result> ended, @Nullable NodeWork bypassed) {
        if (ended == null) {
            Cause cause = bypassed == null ? null : bypassed.bypass();
            String before = bypassed == null ? "" : bypassed.node();
            return notStarted(Ending.Kind.FAILED, Reasons.halted(node, before, cause));
        }
        Campaign.Result result = ended.getValue();
        Ending.Kind kind = result.kind() == Ending.Kind.DONE ? Ending.Kind.FAILED : result.kind();
        Cause why = result.causes().stream()
                .filter(cause -> Bypass.CODE.equals(cause.code()))
                .findFirst()
                .or(() -> result.causes().stream().findFirst())
                .orElse(null);
        return notStarted(kind, Reasons.halted(node, ended.getKey(), why));
    }

    private static Campaign.Result notStarted(Ending.Kind kind, Cause why) {
        return new Campaign.Result("NotStarted", kind, List.of(why), null);
    }

    /** The watch over a node of this campaign, where what the node displaced doesn't stand again in time: the wave halts. */
    private @Nullable Soak failedSoak(Campaign campaign, Instant now) {
        Soak soak = ledger.experience().soak();
        GuardSettings guards = settings.guards();
        return soak != null
                        && !soak.startedAt().isBefore(campaign.acceptedAt())
                        && (campaign.results().containsKey(soak.node()) || ledger.takenBy(soak.node(), campaign.id()))
                        && soak.standing(guards.soakCalm(), guards.soakPatience(), now) == Soak.Standing.HALTED
                ? soak
                : null;
    }

    /** A node that is gone, or was refused by its plan, says nothing about the next one. */
    private static boolean halts(Campaign.Result result) {
        boolean harmless = "Refused".equals(result.phase())
                || "Expired".equals(result.phase())
                || result.causes().stream().anyMatch(cause -> "NODE_GONE".equals(cause.code()));
        boolean bypassed = result.causes().stream().anyMatch(cause -> Bypass.CODE.equals(cause.code()));
        return bypassed || (result.kind() != Ending.Kind.DONE && !harmless);
    }
}
