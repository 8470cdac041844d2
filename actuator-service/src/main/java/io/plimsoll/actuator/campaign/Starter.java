package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Reasons;
import io.plimsoll.actuator.answer.Verdicts;
import io.plimsoll.actuator.calendar.Opening;
import io.plimsoll.actuator.guard.Candidate;
import io.plimsoll.actuator.guard.GuardContext;
import io.plimsoll.actuator.guard.Guards;
import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.PlanOptions;
import io.plimsoll.actuator.plan.Planner;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.NodeSelection;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Then;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.actuator.sight.Sights;
import io.plimsoll.actuator.sight.Situations;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes campaigns up in their order: the higher priority first, then the older.
 *
 * <p>What holds the first back for the cluster's sake holds back everyone behind it, so a burst of requests costs one look
 * at the guards. Guards that are closed are asked again at most once in {@link HelmSettings#guardInterval}.
 */
final class Starter {

    /** Guards that speak of the whole cluster: closed for one, closed for all. */
    private static final Set<String> GLOBAL = Set.of("FRESH", "SOAK", "BREAKER", "INTERVAL", "CONCURRENCY");

    /** Guards that speak of one node: those behind it may go first meanwhile. */
    private static final Set<String> OF_THE_NODE =
            Set.of("CLAIM", "TOGETHER", "BUDGETS", "QUORUM", "CAPACITY", "PAUSED", "DO_NOT_DISRUPT_YET");

    /** So many nodes of one request are asked about at a time: a plan each. */
    private static final int MOST_TRIED = 10;

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;
    private final Resolution resolution;
    private final Orders orders;
    private final Together together;
    private final Halting halting;

    private final Map<String, Asked> asked = new HashMap<>();
    private List<Verdict.Closed> closedForAll = List.of();
    private int ahead;
    private @Nullable Instant nextLook;

    private record Asked(Instant at, List<Verdict.Closed> closed) {}

    /** A signal for a node's machine. */
    record NodeOrder(String node, NodeSignal signal) {}

    /**
     * What came of looking at one campaign.
     *
     * @param closed guards that hold it back
     * @param ahead campaigns before it that wait, too; -1 where nobody is before it
     * @param until when it is looked at again, where known
     */
    record Outcome(
            List<NodeWork> started,
            List<NodeOrder> orders,
            List<Verdict.Closed> closed,
            int ahead,
            @Nullable Instant until) {

        static Outcome nothing() {
            return new Outcome(List.of(), List.of(), List.of(), -1, null);
        }

        static Outcome orders(List<NodeOrder> orders) {
            return new Outcome(List.of(), orders, List.of(), -1, null);
        }
    }

    Starter(HelmSettings settings, ClusterView view, Ledger ledger) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
        this.resolution = new Resolution(settings, view, ledger);
        this.orders = new Orders(ledger);
        this.halting = new Halting(settings, view, ledger);
        this.together = new Together(view, ledger, settings.guards().onePerZone());
    }

    List<Campaign> inOrder() {
        return ledger.campaigns().stream()
                .filter(campaign -> !campaign.ended())
                .sorted(Comparator.comparingInt(Starter::priority)
                        .reversed()
                        .thenComparing(Campaign::acceptedAt)
                        .thenComparing(Campaign::id))
                .toList();
    }

    private static int priority(Campaign campaign) {
        Integer given = campaign.source().priority();
        return given == null ? 0 : given;
    }

    /** A new turn. */
    void begin(Instant now) {
        closedForAll = List.of();
        ahead = -1;
        nextLook = null;
        asked.keySet().removeIf(id -> {
            Campaign campaign = ledger.campaign(id);
            return campaign == null || campaign.ended();
        });
    }

    /** Something ended or was lifted: whoever waits may have waited for it. */
    void stir() {
        asked.clear();
    }

    Optional<Instant> nextLook() {
        return Optional.ofNullable(nextLook);
    }

    private void lookAgain(Instant at) {
        Instant known = nextLook;
        nextLook = known == null || at.isBefore(known) ? at : known;
    }

    /** While the view can't be relied on nothing is started, and nothing but that is said. */
    Outcome blind(Campaign campaign, Request request, Instant now) {
        lookAgain(now.plusSeconds(2));
        boolean idle = ledger.nodesOf(campaign.id()).isEmpty();
        return idle ? new Outcome(List.of(), List.of(), List.of(Verdicts.blind(view)), -1, null) : Outcome.nothing();
    }

    Outcome go(Campaign campaign, Request request, Instant now) {
        Campaign known = campaign.resolved() ? campaign : resolution.of(campaign, request, now);
        return switch (request.work()) {
            case Work.Cancel(var target) -> Outcome.orders(orders.cancel(known, target));
            case Work.Complete _ -> Outcome.orders(orders.complete(known));
            case Work.Preview _, Work.Pause _, Work.Resume _ -> Outcome.nothing();
            case Work.Drain _, Work.Cordon _, Work.Uncordon _ -> nodes(known, request, now);
        };
    }

    private Outcome nodes(Campaign campaign, Request request, Instant now) {
        Campaign current = halting.settled(campaign, request, now);
        List<String> waiting = current.pending().stream()
                .filter(node -> !ledger.takenBy(node, current.id()))
                .toList();
        if (waiting.isEmpty()) {
            return active(current) ? busy() : Outcome.nothing();
        }
        if (!request.beginsBy(now)) {
            Instant begins = Objects.requireNonNull(request.notBefore());
            lookAgain(begins);
            return new Outcome(List.of(), List.of(), List.of(), -1, begins);
        }
        if (request.notAfter() != null) {
            lookAgain(request.notAfter());
        }
        int before = ahead;
        Asked last = asked.get(current.id());
        List<NodeWork> started = new ArrayList<>();
        List<Verdict.Closed> closed;
        if (!closedForAll.isEmpty() && !(request.work() instanceof Work.Uncordon)) {
            closed = closedForAll;
        } else if (last != null && now.isBefore(last.at().plus(settings.guardInterval()))) {
            closed = last.closed();
            lookAgain(last.at().plus(settings.guardInterval()));
        } else {
            closed = start(current, request, waiting, started, now);
        }
        queue(current, out(current).size() < request.options().maxConcurrent(), closed, started, now);
        return new Outcome(started, List.of(), closed, before, opens(closed));
    }

    private Outcome busy() {
        ahead = Math.max(0, ahead);
        return Outcome.nothing();
    }

    private void queue(
            Campaign campaign, boolean room, List<Verdict.Closed> closed, List<NodeWork> started, Instant now) {
        if (!closed.isEmpty()) {
            // Nobody is held back by the window or the claim of another, nor by what another allows itself.
            List<Verdict.Closed> global = closed.stream()
                    .filter(verdict -> room && GLOBAL.contains(verdict.code()))
                    .toList();
            if (!global.isEmpty()) {
                closedForAll = global;
            }
            Instant opens = opens(closed);
            if (opens != null && opens.isAfter(now)) {
                lookAgain(opens);
            }
            lookAgain(now.plusSeconds(15));
        }
        boolean waits = started.isEmpty() && !active(campaign);
        ahead = waits ? Math.max(0, ahead) + 1 : Math.max(0, ahead);
    }

    private static @Nullable Instant opens(List<Verdict.Closed> closed) {
        return closed.stream()
                .map(Verdict.Closed::opensAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private boolean active(Campaign campaign) {
        return ledger.nodes().stream().anyMatch(work -> work.origin().equals(campaign.id()));
    }

    private List<NodeWork> out(Campaign campaign) {
        return ledger.nodesOf(campaign.id()).stream()
                .filter(work -> work.life().out())
                .toList();
    }

    private List<Verdict.Closed> start(
            Campaign campaign, Request request, List<String> waiting, List<NodeWork> started, Instant now) {
        List<NodeWork> out = out(campaign);
        if (out.size() >= request.options().maxConcurrent()) {
            return List.of(Verdicts.ownLimit(request, out));
        }
        List<Verdict.Closed> first = new ArrayList<>();
        int tried = 0;
        for (String node : waiting) {
            NodePlan plan = ledger.node(node) == null ? plan(request, node, now) : null;
            if (givenUp(campaign, request, node, plan)) {
                continue;
            }
            List<Verdict.Closed> closed = closed(campaign, request, node, plan, now);
            if (closed.isEmpty()) {
                asked.remove(campaign.id());
                started.add(Undertaking.of(view, campaign, request, node, now));
                return List.of(); // one at a time: the guards of the next must see this one
            }
            boolean forAll = !closed.stream().allMatch(Starter::ofTheNode);
            closed.stream()
                    .filter(verdict -> first.isEmpty() || !ofTheNode(verdict))
                    .toList()
                    .forEach(first::add);
            if (forAll || ++tried == MOST_TRIED) {
                break;
            }
        }
        if (!first.isEmpty()) {
            asked.put(campaign.id(), new Asked(now, first));
        }
        return first;
    }

    private static boolean ofTheNode(Verdict.Closed verdict) {
        return OF_THE_NODE.contains(verdict.code());
    }

    /**
     * Whether the node can't be taken up any more: it is gone, its labels were changed so that it isn't meant or not granted
     * any more, or what is on it now forbids its drain.
     */
    private boolean givenUp(Campaign campaign, Request request, String node, @Nullable NodePlan plan) {
        Campaign.Result result = null;
        Viewed<NodeState> found = view.node(node);
        Cause unmeant = found == null ? null : unmeant(campaign, request, found);
        if (found == null && ledger.node(node) == null) {
            result = Reasons.goneBefore(node);
        } else if (unmeant != null) {
            result = Campaign.Result.refused(List.of(unmeant));
        } else if (plan != null && plan.blocked() && !Resolution.mayPass(plan)) {
            result = Campaign.Result.refused(plan.causes());
        }
        if (result != null) {
            ledger.put(Objects.requireNonNull(ledger.campaign(campaign.id())).plus(node, result));
        }
        return result != null;
    }

    private static @Nullable Cause unmeant(Campaign campaign, Request request, Viewed<NodeState> node) {
        NodeSelection nodes =
                switch (request.work()) {
                    case Work.Drain(var meant, var _) -> meant;
                    case Work.Cordon(var meant) -> meant;
                    case Work.Uncordon(var meant) -> meant;
                    case Work.Complete _, Work.Cancel _, Work.Pause _, Work.Resume _, Work.Preview _ -> null;
                };
        if (nodes != null && !nodes.means(node)) {
            return Reasons.notSelected(node.name());
        }
        Warrant warrant = campaign.warrant();
        return warrant == null || warrant.covers(node) ? null : Reasons.notGranted(warrant, node.name());
    }

    private List<Verdict.Closed> closed(
            Campaign campaign, Request request, String node, @Nullable NodePlan plan, Instant now) {
        NodeWork work = ledger.node(node);
        if (work != null) {
            return List.of(Verdicts.ownWork(work));
        }
        Claim foreign = foreignClaim(node);
        if (foreign != null) {
            return List.of(Verdicts.foreignClaim(node, foreign));
        }
        Verdict.Closed clash = plan == null ? null : together.verdict(plan, now);
        if (clash != null) {
            return List.of(clash);
        }
        List<Verdict.Closed> closed = new ArrayList<>(guards(campaign, request, node, plan, now));
        Verdict.Closed wish = plan == null
                ? null
                : Verdicts.ownersWish(plan, request.options().nodeDeadline(), now);
        if (wish != null) {
            closed.add(wish);
        }
        return closed;
    }

    /** A claim of whom we know nothing; one of ours that has ended only isn't seen to have gone yet. */
    private @Nullable Claim foreignClaim(String node) {
        Viewed<NodeState> found = view.node(node);
        Claim claim = found == null ? null : Sights.claim(found.state());
        return claim == null || ledger.campaign(claim.request()) != null ? null : claim;
    }

    private @Nullable NodePlan plan(Request request, String node, Instant now) {
        return request.work() instanceof Work.Drain(var _, var then)
                ? Planner.planNode(view, node, new PlanOptions(request.options(), then == Then.HOLD), now)
                : null;
    }

    private List<Verdict.Closed> guards(
            Campaign campaign, Request request, String node, @Nullable NodePlan plan, Instant now) {
        Candidate candidate = new Candidate(campaign.id(), node, request.options(), plan);
        var context =
                new GuardContext(view, candidate, Situations.of(ledger, settings.calendar()), settings.guards(), now);
        // To bring a node back harms nothing, unless somebody else is at work on it.
        return request.work() instanceof Work.Uncordon ? Guards.claims(context) : Guards.all(context);
    }

    /** What holds up the node's drain, now that it is under way. */
    List<Verdict.Closed> holding(NodeWork work, DrainOptions options, Instant now) {
        Candidate candidate = new Candidate(work.origin(), work.node(), options, null);
        return Guards.holding(
                new GuardContext(view, candidate, Situations.of(ledger, settings.calendar()), settings.guards(), now));
    }

    boolean windowEnded(DrainOptions options, Instant now) {
        return settings.calendar().at(now, options.window()) instanceof Opening.Shut;
    }
}
