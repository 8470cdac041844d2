package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Answering;
import io.plimsoll.actuator.answer.Reasons;
import io.plimsoll.actuator.answer.Verdicts;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.actuator.plan.PlanOptions;
import io.plimsoll.actuator.plan.Planner;
import io.plimsoll.actuator.request.NodeSelection;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Then;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes a request means, in which order; and whether it can be carried out at all. */
final class Resolution {

    /** Obstacles that may pass while a request waits: a node that is full today has room tomorrow. */
    private static final Set<String> PASSING = Set.of("NO_PLACE", "NO_CAPACITY", "CAPACITY");

    /** So that the answer fits into one record, compressed. */
    private static final int MOST_PODS_TOLD = 5_000;

    private static final int MOST_NODES_TOLD = 300;

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;

    Resolution(HelmSettings settings, ClusterView view, Ledger ledger) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
    }

    static boolean mayPass(NodePlan plan) {
        return plan.causes().stream().allMatch(cause -> PASSING.contains(cause.code()));
    }

    /** The campaign with its nodes; its {@code results} already hold those that are refused. */
    Campaign of(Campaign campaign, Request request, Instant now) {
        Campaign resolved =
                switch (request.work()) {
                    case Work.Drain(var nodes, var then) -> drain(campaign, request, nodes, then, now);
                    case Work.Preview(var nodes) -> preview(campaign, request, nodes, now);
                    case Work.Cordon(var nodes) -> plain(campaign, nodes, now);
                    case Work.Uncordon(var nodes) -> plain(campaign, nodes, now);
                    case Work.Complete(var nodes) -> complete(campaign, nodes, now);
                    case Work.Cancel _, Work.Pause _, Work.Resume _ -> campaign.ordered(List.of(), Map.of());
                };
        Campaign granted = granted(resolved);
        ledger.put(granted);
        return granted;
    }

    /** Without the nodes that whoever signed it may not have. */
    private Campaign granted(Campaign campaign) {
        Warrant warrant = campaign.warrant();
        if (warrant == null || campaign.ended()) {
            return campaign;
        }
        Integer most = warrant.maxNodes();
        boolean tooMany = most != null && campaign.order().size() > most;
        Campaign granted = campaign;
        for (String node : campaign.pending()) {
            Viewed<NodeState> found = view.node(node);
            if (tooMany || found == null || !warrant.covers(found)) {
                Cause cause = tooMany
                        ? Reasons.tooManyNodes(warrant, campaign.order().size())
                        : Reasons.notGranted(warrant, node);
                granted = granted.plus(node, Campaign.Result.refused(List.of(cause)));
            }
        }
        return granted;
    }

    private Campaign plain(Campaign campaign, NodeSelection selection, Instant now) {
        NodeSelection.Resolved found = selection.resolve(view);
        return campaign.ordered(order(found), refused(found));
    }

    private static List<String> order(NodeSelection.Resolved found) {
        List<String> order = new ArrayList<>(found.present());
        order.addAll(found.missing());
        return order;
    }

    private Map<String, Campaign.Result> refused(NodeSelection.Resolved found) {
        Map<String, Campaign.Result> refused = new LinkedHashMap<>();
        for (String node : found.missing()) {
            refused.put(node, Campaign.Result.refused(List.of(Reasons.nodeNotFound(settings.cluster(), node))));
        }
        return refused;
    }

    private Campaign drain(Campaign campaign, Request request, NodeSelection selection, Then then, Instant now) {
        NodeSelection.Resolved found = selection.resolve(view);
        Map<String, Campaign.Result> refused = refused(found);
        List<String> order = new ArrayList<>();
        Plan plan = Planner.plan(view, found.present(), new PlanOptions(request.options(), then == Then.HOLD), now);
        for (NodePlan node : plan.nodes()) {
            order.add(node.node());
            if (node.blocked() && !mayPass(node)) {
                refused.put(node.node(), Campaign.Result.refused(node.causes()));
            }
        }
        order.addAll(found.missing());
        return campaign.ordered(order, refused);
    }

    private Campaign preview(Campaign campaign, Request request, NodeSelection selection, Instant now) {
        NodeSelection.Resolved found = selection.resolve(view);
        Map<String, Campaign.Result> refused = refused(found);
        Campaign resolved = campaign.ordered(found.missing(), refused);
        if (found.present().isEmpty()) {
            return resolved;
        }
        Plan whole = Planner.plan(view, found.present(), PlanOptions.of(request.options()), now)
                .noting(Verdicts.outdated(view, settings.guards().freshness()));
        Plan plan = told(whole);
        List<Cause> causes = new ArrayList<>(plan.causes());
        plan.nodes().forEach(node -> causes.addAll(node.causes()));
        refused.values().forEach(result -> causes.addAll(result.causes()));
        Map<String, String> outcomes = new LinkedHashMap<>();
        whole.nodes().forEach(node -> outcomes.put(node.node(), node.outcome().wireName()));
        MaintenanceStatus status = Answering.to(resolved, RequestState.SUCCEEDED)
                .plan(plan)
                .causes(causes.stream().limit(Campaign.MOST_CAUSES).toList())
                .nodes(outcomes)
                .at(now);
        return resolved.answered(status);
    }

    /** As much of a plan as one answer holds: the outcome of every node stands in the answer in any case. */
    static Plan told(Plan plan) {
        List<NodePlan> nodes = new ArrayList<>();
        int pods = 0;
        for (NodePlan node : plan.nodes()) {
            pods += node.pods().size();
            if (nodes.size() == MOST_NODES_TOLD || (pods > MOST_PODS_TOLD && !nodes.isEmpty())) {
                break;
            }
            nodes.add(node);
        }
        if (nodes.size() == plan.nodes().size()) {
            return plan;
        }
        List<Cause> causes = new ArrayList<>(plan.causes());
        causes.add(Reasons.planCut(nodes.size(), plan.nodes().size()));
        return new Plan(plan.at(), nodes, causes);
    }

    private Campaign complete(Campaign campaign, NodeSelection selection, Instant now) {
        NodeSelection.Resolved found = selection.resolve(view);
        Map<String, Campaign.Result> refused = refused(found);
        for (String node : found.present()) {
            NodeWork work = ledger.node(node);
            if (work == null || !Orders.completable(work)) {
                refused.put(node, Campaign.Result.refused(List.of(Reasons.notHeld(node))));
            }
        }
        return campaign.ordered(order(found), refused);
    }
}
