package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.guard.PastDrain;
import io.plimsoll.actuator.guard.SchedulingFailures;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.actuator.guard.Verdict;
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
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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

    /** How long an unschedulable pod is remembered against us. */
    private static final Duration BREAKER_WINDOW = Duration.ofMinutes(10);

    /** A day longer than the topic of decisions keeps them. */
    private static final Duration DECISIONS_KEPT = Duration.ofDays(8);

    /** A week longer than the topic of requests keeps them: its last segment may live on for that long. */
    private static final Duration REFUSALS_KEPT = Duration.ofDays(38);

    /** News of the cluster take at most so many times what lies between two looks at the guards. */
    private static final int NEWS = 8;

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;
    private final NodeMachine machine;
    private final EvictionRate rate;
    private final Requests requests;
    private final Intake intake;
    private final Starter starter;
    private final Statuses statuses;

    private final List<Effect> effects = new ArrayList<>();
    private Instant sorted = Instant.EPOCH;

    public Helm(HelmSettings settings, ClusterView view, Ledger ledger) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
        this.machine = new NodeMachine(settings.rules());
        this.rate = new EvictionRate(settings.evictionsPerSecond());
        this.requests = new Requests(settings.cluster());
        this.statuses = new Statuses(settings, view, ledger);
        this.intake = new Intake(settings, view, ledger, requests, effects);
        this.starter = new Starter(settings, view, ledger);
    }

    /** One turn: everything that happened since the last one, at this instant. */
    public Turn turn(List<Signal> signals, Instant now) {
        effects.clear();
        int pauses = ledger.pauses().size();
        signals.forEach(signal -> hear(signal, now));
        dropEndedPauses(now);
        intake.keepScaleDown(now);
        observe(now);
        giveBackAfterFailures(now);
        lookAtNodes(now);
        forgetWhatIsOver(now);
        if (ledger.pauses().size() != pauses) {
            starter.stir();
        }
        goOn(now);
        return new Turn(ledger.changes(), effects);
    }

    private void hear(Signal signal, Instant now) {
        switch (signal) {
            case Signal.RequestCame(var reading) -> intake.request(reading, now);
            case Signal.DecisionCame(var decision) -> intake.decision(decision, now);
            case Signal.NodeAnswered(var node, var origin, var answer) -> answered(node, origin, answer, now);
            case Signal.ScaleDownAnswered answer -> intake.scaleDownAnswered(answer, now);
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
            step(work, new NodeSignal.Resumed(), now);
        }
        intake.resumed(now);
    }

    private void dropEndedPauses(Instant now) {
        ledger.pauses(
                ledger.pauses().stream().filter(pause -> pause.inForceAt(now)).toList());
        ledger.pauses().forEach(pause -> {
            if (pause.until() != null) {
                effects.add(new Effect.WakeAt(pause.until()));
            }
        });
    }

    /** The soak and the breaker look at the cluster too, and remember. */
    private void observe(Instant now) {
        if (!fresh()) {
            return;
        }
        Soak soak = ledger.experience().soak();
        Instant since = ledger.nodes().stream()
                .filter(work -> work.life().out())
                .map(NodeWork::startedAt)
                .min(Instant::compareTo)
                .orElse(null);
        SchedulingFailures failures = ledger.experience()
                .failures()
                .observed(view, since, settings.guards().breakerFailures(), BREAKER_WINDOW, now);
        ledger.observed(
                soak == null ? null : soak.observed(view, settings.guards().soakCalm(), now), failures);
    }

    /** When the breaker has tripped, what is out through us is given back, the last first, one after the other. */
    private void giveBackAfterFailures(Instant now) {
        SchedulingFailures failures = ledger.experience().failures();
        Instant tripped = failures.trippedAt();
        if (tripped == null
                || !settings.guards().breakerUncordons()
                || !failures.rest(settings.guards().breakerRest(), now)) {
            return;
        }
        List<NodeWork> out = ledger.nodes().stream()
                .filter(work -> work.life().out()
                        && !work.startedAt().isAfter(tripped)
                        && !(work.life() instanceof NodeLife.Releasing))
                .toList();
        boolean underWay = out.stream().anyMatch(work -> work.life() instanceof NodeLife.RollingBack);
        if (!underWay) {
            out.stream()
                    .max(Comparator.comparing(NodeWork::startedAt).thenComparing(NodeWork::node))
                    .ifPresent(last -> step(
                            last,
                            new NodeSignal.CalledOff(
                                    Ending.failed(Reasons.breaker(last.node(), tripped, settings.guards()))),
                            now));
        }
    }

    private void forgetWhatIsOver(Instant now) {
        if (!now.isBefore(sorted.plus(Duration.ofHours(1)))) {
            sorted = now;
            ledger.forgetDecisions(now.minus(DECISIONS_KEPT));
            ledger.forgetRefusals(now.minus(REFUSALS_KEPT));
        }
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
        forgetCordonsTakenOff();
        for (NodeWork work : List.copyOf(ledger.nodes())) {
            NodeWork current = ledger.node(work.node());
            while (current != null && current.origin().equals(work.origin())) {
                NodeLife before = current.life();
                look(current, now);
                current = ledger.node(work.node());
                if (current == null || current.life().getClass() == before.getClass()) {
                    break; // only a new phase is worth a second look in the same turn
                }
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
        Step step = machine.next(work.life(), signal, now);
        NodeWork next = work.with(step.next());
        for (NodeEffect effect : step.effects()) {
            switch (effect) {
                case NodeEffect.WakeAt(var at) -> effects.add(new Effect.WakeAt(at));
                case NodeEffect.SlowDown(var until) -> rate.slowDown(until);
                case NodeEffect.Evict _ -> {
                    rate.asked(now);
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
            mark(released.task(), work.life().claim());
        }
        if (step.next().ended()) {
            ended(next, now);
        } else {
            ledger.put(next);
        }
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

    /** Whose cordon stays on the node: one that somebody else had set before us is never ours to take off. */
    private void mark(Task task, @Nullable Claim claim) {
        switch (task.goal()) {
            case CORDON -> {
                if (claim == null || !claim.priorCordon()) {
                    ledger.cordoned(task.node(), new Remembered.Mark(task.uid(), task.origin(), null));
                }
            }
            case UNCORDON -> ledger.cordoned(task.node(), null);
            case DRAIN_AND_HOLD, DRAIN_AND_AWAIT_REBOOT, DRAIN_AND_UNCORDON -> {}
        }
    }

    /** A cordon that is on its node no more isn't ours any longer: whoever sets the next one is its owner. */
    private void forgetCordonsTakenOff() {
        for (var mark : ledger.marks().cordons().entrySet()) {
            Viewed<NodeState> node = view.node(mark.getKey());
            boolean there = node != null
                    && node.uid().equals(mark.getValue().uid())
                    && node.state().unschedulable();
            if (!there && ledger.node(mark.getKey()) == null) {
                ledger.cordoned(mark.getKey(), null);
            }
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
        if (task.goal().drains() && !task.dryRun() && Reasons.undone(life)) {
            ledger.givenBack(now);
        }
    }

    /** Every campaign that isn't over: resolve, start, answer. */
    private void goOn(Instant now) {
        starter.begin(now);
        for (Campaign known : starter.inOrder()) {
            Campaign campaign = ledger.campaign(known.id());
            Request request = campaign == null || campaign.ended() ? null : requests.of(campaign);
            if (campaign == null || request == null) {
                continue;
            }
            goOn(campaign, request, now);
        }
        starter.nextLook().ifPresent(at -> effects.add(new Effect.WakeAt(at)));
    }

    private void goOn(Campaign campaign, Request request, Instant now) {
        if (intake.settled(campaign, request, now)) {
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
            } else if (answered.last().state() == RequestState.EXPIRED) {
                effects.add(new Effect.Dropped(
                        answered.id(),
                        "EXPIRED",
                        answered.last().causes().getFirst().message()));
            }
        }
    }
}
