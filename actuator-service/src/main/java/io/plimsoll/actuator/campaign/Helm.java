package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Answering;
import io.plimsoll.actuator.answer.Reasons;
import io.plimsoll.actuator.fault.BrokenTurn;
import io.plimsoll.actuator.fault.Faults;
import io.plimsoll.actuator.guard.PastDrain;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeMachine;
import io.plimsoll.actuator.node.NodeSight;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.node.NodeSignal.Allowance;
import io.plimsoll.actuator.node.Step;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.actuator.sight.Sights;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides everything: folds what happened into the ledger, lets each node's machine go on, starts what may be started, and
 * answers.
 *
 * <p>A turn takes any number of signals, so that a burst costs one write of the journal and one look at the guards. The
 * same signals in another order, twice or late lead to the same acts: requests are known by their id, acts by the work
 * they belong to, and everything else is read off the view anew each time.
 */
public final class Helm {

    /** News of the cluster take at most so many times what lies between two looks at the guards. */
    private static final int NEWS = 8;

    /** How a decision ends of which nothing else would be told. */
    private static final Set<RequestState> NEVER_BEGUN = EnumSet.of(RequestState.EXPIRED, RequestState.REJECTED);

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;
    private final NodeMachine machine;
    private final EvictionRate rate;
    private final Requests requests;
    private final Intake intake;
    private final Decisions decisions;
    private final Pauses pauses;
    private final ScaleDowns scaleDowns;
    private final Starter starter;
    private final Statuses statuses;
    private final Cordons cordons;
    private final Upkeep upkeep;
    private final Quarantine quarantine;

    private final List<Effect> effects = new ArrayList<>();

    /** Whose work it is that goes on just now; null while it is nobody's in particular. */
    private @Nullable String busyWith;

    public Helm(HelmSettings settings, ClusterView view, Ledger ledger) {
        this(settings, view, ledger, new Faults());
    }

    /** With what turns have broken on before. */
    public Helm(HelmSettings settings, ClusterView view, Ledger ledger, Faults faults) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
        this.machine = new NodeMachine(settings.rules());
        this.rate = new EvictionRate(settings.evictionsPerSecond());
        this.requests = new Requests(settings.cluster());
        this.statuses = new Statuses(settings, view, ledger);
        Desk desk = new Desk(ledger, requests, effects);
        this.pauses = new Pauses(settings, ledger, effects);
        this.scaleDowns = new ScaleDowns(settings, view, ledger, effects);
        this.intake = new Intake(settings, desk, pauses, view);
        this.decisions = new Decisions(settings, desk, pauses, scaleDowns);
        this.starter = new Starter(settings, view, ledger);
        this.cordons = new Cordons(view, ledger);
        this.upkeep = new Upkeep(settings, view, ledger);
        this.quarantine = new Quarantine(settings, desk, faults);
    }

    /**
     * One turn: everything that happened since the last one, at this instant.
     *
     * @throws BrokenTurn on a fault of ours: the ledger is worth nothing then, and has to be read anew
     */
    public Turn turn(List<Signal> signals, Instant now) {
        effects.clear();
        try {
            decide(signals, now);
        } catch (RuntimeException | StackOverflowError e) {
            throw new BrokenTurn(busyWith, e);
        }
        return new Turn(ledger.changes(), effects);
    }

    private void decide(List<Signal> signals, Instant now) {
        int before = ledger.pauses().size();
        signals.forEach(signal -> seeTo(signal.origin(), () -> hear(signal, now)));
        pauses.dropEnded(now);
        scaleDowns.keep(now);
        if (fresh()) {
            upkeep.observe(now);
        }
        upkeep.dueBack(now).ifPresent(work -> seeTo(work.origin(), () -> giveBack(work, now)));
        lookAtNodes(now);
        upkeep.forgetWhatIsOver(now);
        if (ledger.pauses().size() != before) {
            starter.stir();
        }
        goOn(now);
        quarantine.settle();
    }

    private void seeTo(@Nullable String origin, Runnable work) {
        busyWith = origin;
        work.run();
        busyWith = null;
    }

    private void hear(Signal signal, Instant now) {
        if (signal instanceof Signal.NodeAnswered(var _, var _, NodeSignal.EvictionAnswered(var pod, var _))) {
            rate.answered(pod, now);
        }
        if (quarantine.heard(signal, now)) {
            return;
        }
        switch (signal) {
            case Signal.RequestCame(var reading) -> intake.request(reading, now);
            case Signal.DecisionCame(var decision) -> decisions.take(decision, now);
            case Signal.NodeAnswered(var node, var origin, var answer) -> answered(node, origin, answer, now);
            case Signal.ScaleDownAnswered answer -> scaleDowns.answered(answer, now);
            case Signal.SuspensionFound(var node, var uid) -> scaleDowns.found(node, uid, now);
            case Signal.Resumed _ -> resumed(now);
            case Signal.Looked _ -> {}
        }
    }

    private void answered(String node, String origin, NodeSignal signal, Instant now) {
        NodeWork work = ledger.node(node);
        if (work != null && work.origin().equals(origin)) {
            step(work, signal, now);
        }
    }

    private void resumed(Instant now) {
        for (NodeWork work : List.copyOf(ledger.nodes())) {
            seeTo(work.origin(), () -> step(work, new NodeSignal.Resumed(), now));
        }
        scaleDowns.resumed(now);
        pauses.resumed();
    }

    private void giveBack(NodeWork work, Instant now) {
        Instant tripped = Objects.requireNonNull(ledger.experience().failures().trippedAt());
        Cause cause = Reasons.breaker(work.node(), tripped, settings.guards());
        step(work, new NodeSignal.CalledOff(Ending.failed(cause)), now);
    }

    private boolean fresh() {
        return List.of(Resource.NODES, Resource.PODS, Resource.BUDGETS).stream()
                .map(view::freshness)
                .allMatch(freshness -> freshness.problem() == null
                        && freshness.age().compareTo(settings.guards().freshness()) <= 0);
    }

    private void lookAtNodes(Instant now) {
        if (!fresh()) {
            effects.add(new Effect.WakeAt(now.plusSeconds(5)));
            return;
        }
        cordons.forgetTakenOff();
        for (NodeWork work : List.copyOf(ledger.nodes())) {
            seeTo(work.origin(), () -> lookAt(work, now));
        }
    }

    private void lookAt(NodeWork work, Instant now) {
        NodeWork current = ledger.node(work.node());
        if (current != null && quarantine.holds(current.origin())) {
            NodeSignal next = quarantine.next(current, now);
            if (next != null) {
                step(current, next, now);
            }
            return;
        }
        while (current != null && current.origin().equals(work.origin())) {
            NodeLife before = current.life();
            look(current, now);
            current = ledger.node(work.node());
            if (current == null || current.life().getClass() == before.getClass()) {
                break; // only a new phase is worth a second look in the same turn
            }
        }
    }

    private void look(NodeWork work, Instant now) {
        Campaign campaign = ledger.campaign(work.origin());
        if (campaign == null || settings.standsStill(work)) {
            return;
        }
        Request request = requests.of(campaign);
        DrainOptions options = request == null ? DrainOptions.DEFAULTS : request.options();
        NodeSight sight = Sights.of(view, work.node(), options, now);
        boolean evicts = evicts(work.life());
        if (evicts && settings.rollbackAtWindowEnd() && starter.windowEnded(options, now)) {
            step(work, new NodeSignal.CalledOff(Ending.failed(Reasons.windowEnded(work.node(), options))), now);
            return;
        }
        List<Verdict.Closed> holding = evicts ? starter.holding(work, options, now) : List.of();
        statuses.saw(work, sight, holding);
        NodeWork current = work.held(!holding.isEmpty(), now);
        Cause bypass = work.bypass() == null
                ? Bypass.of(work, sight, view, settings.guardInterval().multipliedBy(NEWS), now)
                : null;
        if (bypass != null) {
            effects.add(new Effect.Passed(
                    work.node(),
                    work.origin(),
                    "CordonBypassed",
                    bypass.message(),
                    true,
                    work.life().task().dryRun()));
            current = current.bypassed(bypass);
            ledger.put(current);
        }
        Allowance allowance = holding.isEmpty()
                ? Allowance.of(rate.allowed(now), rate.next(now), settings.force())
                : Allowance.none(now);
        step(current, new NodeSignal.Look(sight, allowance), now);
    }

    /** Whether the next look may ask pods to go: the first one at a cordoned node does so at once. */
    private static boolean evicts(NodeLife life) {
        return life instanceof NodeLife.Draining
                || (life instanceof NodeLife.Cordoned && life.task().goal().drains());
    }

    private void step(NodeWork work, NodeSignal signal, Instant now) {
        if (settings.standsStill(work)) {
            return;
        }
        Step step = machine.next(work.life(), seen(work, signal), now);
        NodeWork next = work.with(step.next());
        for (NodeEffect effect : step.effects()) {
            switch (effect) {
                case NodeEffect.WakeAt(var at) -> effects.add(new Effect.WakeAt(at));
                case NodeEffect.SlowDown(var until) -> rate.slowDown(until);
                case NodeEffect.Evict(var task, var pod) -> {
                    if (!task.dryRun()) { // what is only pretended is never answered
                        rate.asked(pod.uid(), now);
                    }
                    effects.add(new Effect.Act(effect));
                }
                case NodeEffect.TakeClaim _, NodeEffect.Cordon _, NodeEffect.Release _, NodeEffect.ForceDelete _ ->
                    effects.add(new Effect.Act(effect));
            }
        }
        if (step.next().getClass() != work.life().getClass()) {
            passed(next, now);
        }
        if (step.next() instanceof NodeLife.Released released
                && !released.task().dryRun()) {
            cordons.released(released.task(), work.life().claim());
        }
        Claim claim = work.life().claim();
        if (claim != null && step.next() instanceof NodeLife.Failed failed && failed.leavesMarks()) {
            effects.add(new Effect.LeftBehind(failed.task(), claim));
        }
        if (step.next().ended()) {
            ended(next, now);
        } else {
            ledger.put(next);
        }
    }

    /** Who calls a node off doesn't look at it; where looking is what breaks, nobody does. */
    private NodeSignal seen(NodeWork work, NodeSignal signal) {
        if (!(signal instanceof NodeSignal.CalledOff(var ending, var _)) || quarantine.holds(work.origin())) {
            return signal;
        }
        Viewed<NodeState> node = view.node(work.node());
        boolean unclaimed = node != null
                && node.uid().equals(work.life().task().uid())
                && node.state().unschedulable()
                && Sights.claim(node.state()) == null;
        return new NodeSignal.CalledOff(ending, unclaimed);
    }

    private void passed(NodeWork work, Instant now) {
        NodeLife life = work.life();
        effects.add(new Effect.Passed(
                work.node(),
                work.origin(),
                life.phase(),
                Reasons.passed(life),
                Reasons.trouble(life),
                life.task().dryRun()));
        if (life instanceof NodeLife.Drained) {
            ledger.drained(
                    new PastDrain(work.node(), work.startedAt(), now), Soak.begin(work.node(), now, work.displaced()));
        }
    }

    private void ended(NodeWork work, Instant now) {
        starter.stir();
        ledger.removeNode(work.node());
        Campaign campaign = ledger.campaign(work.origin());
        NodeLife life = work.life();
        Task task = life.task();
        if (campaign != null && !campaign.ended()) {
            ledger.put(campaign.plus(work.node(), Reasons.result(life).with(work.bypass())));
        }
        completed(work, life);
        if (task.goal().drains() && !task.dryRun() && Reasons.undone(life)) {
            ledger.givenBack(now);
        }
    }

    /** Whoever asked for the completion of the work is told how it came out. */
    private void completed(NodeWork work, NodeLife life) {
        for (Campaign open : List.copyOf(ledger.campaigns())) {
            boolean waits = !open.ended() && open.resolved() && open.pending().contains(work.node());
            Request request = waits ? requests.of(open) : null;
            if (request != null && request.work() instanceof Work.Complete && !Orders.takenUpSince(work, open)) {
                ledger.put(open.plus(work.node(), Reasons.result(life)));
            }
        }
    }

    /** Every campaign that isn't over: resolve, start, answer. */
    private void goOn(Instant now) {
        starter.begin(now);
        for (Campaign known : starter.inOrder()) {
            Campaign campaign = ledger.campaign(known.id());
            if (campaign != null && !campaign.ended()) {
                seeTo(campaign.id(), () -> goOn(campaign, now));
            }
        }
        starter.nextLook().ifPresent(at -> effects.add(new Effect.WakeAt(at)));
    }

    private void goOn(Campaign campaign, Instant now) {
        if (quarantine.holds(campaign.id())) {
            quarantine.end(campaign, now);
            return;
        }
        Request request = requests.of(campaign);
        if (request != null) {
            goOn(campaign, request, now);
        }
    }

    private void goOn(Campaign campaign, Request request, Instant now) {
        if (decisions.pointless(campaign, request, now) || intake.settled(campaign, request, now)) {
            return;
        }
        Starter.Outcome outcome = fresh() ? starter.go(campaign, request, now) : starter.blind(campaign, request, now);
        for (NodeWork started : outcome.started()) {
            ledger.put(started);
            effects.add(new Effect.Passed(
                    started.node(), started.origin(), "Planned", "taken up", false, campaign.dryRun()));
            NodeSight sight = Sights.of(view, started.node(), request.options(), now);
            step(started, new NodeSignal.Admitted(sight), now);
        }
        for (Starter.NodeOrder order : outcome.orders()) {
            NodeWork work = ledger.node(order.node());
            if (work != null) {
                step(work, order.signal(), now);
            }
        }
        Campaign current = Objects.requireNonNull(ledger.campaign(campaign.id()));
        if (current.last().terminal()) {
            requests.forget(current.id());
            effects.add(new Effect.Answer(current.last())); // a plan is answered by being made
            return;
        }
        answer(statuses.next(current, request, outcome, now));
    }

    private void answer(Campaign answered) {
        Campaign before = ledger.campaign(answered.id());
        if (before == null || before.last().terminal()) {
            return;
        }
        if (!Answering.sameNews(before.last(), answered.last()) || Answering.outdated(before.last(), answered.last())) {
            ledger.put(answered);
            if (answered.ended()) {
                requests.forget(answered.id());
            }
            if (!answered.decision()) {
                effects.add(new Effect.Answer(answered.last()));
            } else if (NEVER_BEGUN.contains(answered.last().state())) {
                Cause why = answered.last().causes().getFirst();
                effects.add(new Effect.Dropped(answered.id(), why.code(), why.message()));
            }
        }
    }
}
