package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Answering;
import io.plimsoll.actuator.answer.Reasons;
import io.plimsoll.actuator.answer.Waits;
import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSight;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a campaign's answer is now, read off the ledger. Progress never goes back; a terminal answer is the last. */
final class Statuses {

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;
    private final Map<String, NodeSight> seen = new HashMap<>();
    private final Map<String, List<Verdict.Closed>> holding = new HashMap<>();

    Statuses(HelmSettings settings, ClusterView view, Ledger ledger) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
    }

    /** Keeps the last sight of a node under way, and what holds it up, for saying what it waits for. */
    void saw(NodeWork work, NodeSight sight, List<Verdict.Closed> held) {
        seen.put(work.node(), sight);
        holding.put(work.node(), held);
    }

    Campaign next(Campaign campaign, Request request, Starter.Outcome outcome, Instant now) {
        seen.keySet().removeIf(node -> ledger.node(node) == null);
        holding.keySet().retainAll(seen.keySet());
        return campaign.answered(status(campaign, request, outcome, now));
    }

    private MaintenanceStatus status(Campaign campaign, Request request, Starter.Outcome outcome, Instant now) {
        if (request.work() instanceof Work.Cancel(var target)) {
            return cancel(campaign, target, now);
        }
        List<NodeWork> active = ledger.nodesOf(campaign.id());
        if (campaign.resolved() && active.isEmpty() && campaign.pending().isEmpty()) {
            return terminal(campaign, now);
        }
        Answering answer = Answering.to(campaign, RequestState.ACCEPTED)
                .nodes(phases(campaign, active))
                .progress(Math.max(campaign.last().progress(), progress(campaign, active)));
        if (request.work() instanceof Work.Complete) {
            List<NodeWork> theirs = campaign.pending().stream()
                    .map(ledger::node)
                    .filter(Objects::nonNull)
                    .toList();
            return waitingFor(answer.state(RequestState.RUNNING), causes(theirs, now))
                    .at(now);
        }
        if (!active.isEmpty()) {
            return underWay(answer, active, outcome, now);
        }
        return waiting(answer, request, outcome, now);
    }

    private MaintenanceStatus cancel(Campaign campaign, String target, Instant now) {
        Campaign called = ledger.campaign(target);
        if (called == null || (called.ended() && campaign.last().state() != RequestState.RUNNING)) {
            return Answering.to(campaign, RequestState.REJECTED)
                    .causes(List.of(
                            Reasons.nothingToCancel(target, called != null || ledger.refusedAt(target) != null)))
                    .at(now);
        }
        boolean done = called.ended()
                || (called.resolved()
                        && ledger.nodesOf(target).isEmpty()
                        && called.pending().isEmpty());
        return done
                ? Answering.to(campaign, RequestState.SUCCEEDED).at(now)
                : waitingFor(Answering.to(campaign, RequestState.RUNNING), causes(ledger.nodesOf(target), now))
                        .at(now);
    }

    private MaintenanceStatus underWay(Answering answer, List<NodeWork> active, Starter.Outcome outcome, Instant now) {
        NodeWork shown = active.stream()
                .filter(work -> !Orders.completable(work))
                .findFirst()
                .orElse(active.getFirst());
        boolean allHeld = active.stream().allMatch(work -> work.life() instanceof NodeLife.Held);
        List<Verdict.Closed> held = holding.getOrDefault(shown.node(), List.of());
        answer.state(allHeld ? RequestState.HELD : RequestState.RUNNING)
                .under(shown.node(), shown.life().phase())
                .guards((held.isEmpty() ? outcome.closed() : held)
                        .stream().map(Verdict.Closed::answer).toList());
        if (shown.life().task().goal().drains()) {
            answer.pods(gone(shown.life()), Math.max(shown.pods(), gone(shown.life()) + left(shown.life())));
        }
        List<NodeWork> shownFirst = new ArrayList<>(List.of(shown));
        active.stream().filter(work -> !work.equals(shown)).forEach(shownFirst::add);
        List<Cause> causes = new ArrayList<>(causes(shownFirst, now));
        active.stream().map(NodeWork::bypass).filter(Objects::nonNull).forEach(causes::add);
        return waitingFor(answer, causes).at(now);
    }

    private static Answering waitingFor(Answering answer, List<Cause> causes) {
        return answer.causes(causes)
                .waitingFor(causes.stream().map(Statuses::waits).distinct().toList());
    }

    private static String waits(Cause cause) {
        return cause.object() == null ? cause.code() : cause.code() + " " + cause.object();
    }

    /** Of several nodes, what the first waits for comes first. */
    private List<Cause> causes(List<NodeWork> works, Instant now) {
        return works.stream()
                .flatMap(work -> settings.standsStill(work)
                        ? Stream.of(Reasons.standsStill(work))
                        : Waits.of(work.life(), seen.get(work.node()), settings.rules(), now).stream())
                .limit(Campaign.MOST_CAUSES)
                .toList();
    }

    private MaintenanceStatus waiting(Answering answer, Request request, Starter.Outcome outcome, Instant now) {
        if (outcome.closed().isEmpty() && outcome.until() == null) {
            return answer.at(now);
        }
        boolean queued = outcome.ahead() >= 0;
        answer.guards(outcome.closed().stream().map(Verdict.Closed::answer).toList())
                .until(outcome.until());
        if (outcome.closed().isEmpty()) {
            answer.causes(List.of(Reasons.notBefore(request.id(), outcome.until())));
        }
        return queued
                ? answer.state(RequestState.QUEUED)
                        .position(outcome.ahead() + 1)
                        .at(now)
                : answer.state(RequestState.DEFERRED).at(now);
    }

    private MaintenanceStatus terminal(Campaign campaign, Instant now) {
        List<Cause> causes = new ArrayList<>();
        campaign.results().values().forEach(result -> causes.addAll(result.causes()));
        Answering answer = Answering.to(campaign, RequestState.SUCCEEDED)
                .nodes(phases(campaign, List.of()))
                .progress(campaign.last().progress())
                .causes(causes.stream().limit(Campaign.MOST_CAUSES).toList());
        if (campaign.last().state().terminal()) {
            return campaign.last();
        }
        if (campaign.order().isEmpty()) {
            return answer.state(RequestState.REJECTED)
                    .causes(List.of(Reasons.noNodes(settings.cluster())))
                    .at(now);
        }
        return answer.state(outcome(campaign)).by(by(campaign)).at(now);
    }

    private static RequestState outcome(Campaign campaign) {
        boolean allRefused = all(campaign, "Refused");
        if (allRefused) {
            return RequestState.REJECTED;
        }
        if (all(campaign, "Expired")) {
            return RequestState.EXPIRED;
        }
        boolean cancelled =
                campaign.results().values().stream().anyMatch(result -> result.kind() == Ending.Kind.CANCELLED);
        boolean failed = campaign.results().values().stream().anyMatch(result -> result.kind() == Ending.Kind.FAILED);
        return failed ? RequestState.FAILED : cancelled ? RequestState.CANCELLED : RequestState.SUCCEEDED;
    }

    private static boolean all(Campaign campaign, String phase) {
        return campaign.results().values().stream().allMatch(result -> phase.equals(result.phase()));
    }

    private static @Nullable String by(Campaign campaign) {
        for (Campaign.Result result : campaign.results().values()) {
            if (result.kind() == Ending.Kind.CANCELLED && result.by() != null) {
                return result.by();
            }
        }
        return null;
    }

    private static Map<String, String> phases(Campaign campaign, List<NodeWork> active) {
        Map<String, String> phases = new LinkedHashMap<>();
        for (String node : campaign.order()) {
            Campaign.Result result = campaign.results().get(node);
            phases.put(node, result == null ? "Queued" : result.phase());
        }
        active.forEach(work -> phases.put(work.node(), work.life().phase()));
        return phases;
    }

    private static int progress(Campaign campaign, List<NodeWork> active) {
        if (campaign.order().isEmpty()) {
            return 0;
        }
        double sum = campaign.results().size();
        for (NodeWork work : active) {
            sum += share(work);
        }
        return (int) Math.clamp(Math.floor(100 * sum / campaign.order().size()), 0, 99);
    }

    private static double share(NodeWork work) {
        int total = Math.max(work.pods(), gone(work.life()) + left(work.life()));
        return switch (work.life()) {
            case NodeLife.Requested _, NodeLife.Planned _, NodeLife.Claimed _ -> 0;
            case NodeLife.Cordoned _ -> 0.1;
            case NodeLife.Draining draining -> 0.1 + 0.6 * (total == 0 ? 0 : (double) draining.gone() / total);
            case NodeLife.Drained _, NodeLife.Held _, NodeLife.AwaitingReboot _, NodeLife.RollingBack _ -> 0.7;
            case NodeLife.Verifying _, NodeLife.Releasing _ -> 0.8;
            case NodeLife.Released _, NodeLife.RolledBack _, NodeLife.Failed _ -> 1;
        };
    }

    private static int gone(NodeLife life) {
        return switch (life) {
            case NodeLife.Requested _, NodeLife.Planned _, NodeLife.Claimed _, NodeLife.Cordoned _ -> 0;
            case NodeLife.Draining draining -> draining.gone();
            case NodeLife.Drained(var _, var _, var _, int gone) -> gone;
            case NodeLife.Held(var _, var _, int gone, var _) -> gone;
            case NodeLife.AwaitingReboot(var _, var _, int gone, var _) -> gone;
            case NodeLife.Verifying(var _, var _, int gone, var _) -> gone;
            case NodeLife.Releasing(var _, var _, int gone, var _, var _, var _) -> gone;
            case NodeLife.RollingBack(var _, var _, int gone, var _, var _, var _, var _) -> gone;
            case NodeLife.Released(var _, int gone, var _) -> gone;
            case NodeLife.RolledBack(var _, int gone, var _, var _) -> gone;
            case NodeLife.Failed(var _, int gone, var _, var _) -> gone;
        };
    }

    private static int left(NodeLife life) {
        return life instanceof NodeLife.Draining draining ? draining.pods().size() : 0;
    }
}
