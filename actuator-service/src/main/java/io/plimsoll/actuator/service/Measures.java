package io.plimsoll.actuator.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Turn;
import io.plimsoll.actuator.guard.Guard;
import io.plimsoll.actuator.guard.Guards;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The actuator's metrics, by the names people build dashboards on. */
final class Measures {

    /** A number that goes up and down, by a label. */
    private record Level(String name, String label, String description) {}

    private static final Level OUT = new Level("plimsoll_nodes_out", "phase", "nodes out through us, by phase");
    private static final Level PAUSED =
            new Level("plimsoll_maintenance_paused", "scope", "whether maintenance is paused, by kind of scope");
    private static final Level CLOSED =
            new Level("plimsoll_guard_closed", "guard", "whether a guard holds some request back");

    private static final List<String> PHASES = List.of(
            "Planned",
            "Claimed",
            "Cordoned",
            "Draining",
            "Drained",
            "Held",
            "AwaitingReboot",
            "Verifying",
            "Releasing",
            "RollingBack");
    private static final List<String> RESULTS = List.of(
            "Accepted",
            "AlreadyGone",
            "BudgetSaysNo",
            "Throttled",
            "Overlap",
            "Denied",
            "NamespaceTerminating",
            "Unanswered",
            "NotSent");

    private final MeterRegistry registry;
    private final Map<Level, Map<String, AtomicInteger>> gauges = new ConcurrentHashMap<>();

    /** Everything is there from the start, at 0, so that nobody's rule waits for a name that doesn't come. */
    Measures(MeterRegistry registry) {
        this.registry = registry;
        for (RequestState state : RequestState.values()) {
            answers(state);
            if (state.terminal()) {
                outcomes(state);
            }
        }
        RESULTS.forEach(this::evictions);
        drains();
        acts();
        elsewhere();
        gauge(OUT, zeros(PHASES.stream()));
        gauge(PAUSED, zeros(Stream.of(Scope.Kind.values()).map(Scope.Kind::name)));
        gauge(CLOSED, zeros(Guards.list().stream().map(Guard::code)));
    }

    private static Map<String, Integer> zeros(Stream<String> values) {
        return values.collect(Collectors.toMap(value -> value, _ -> 0));
    }

    /** Each answer counts; the last one of a request as its outcome, too. */
    void answer(MaintenanceStatus status) {
        answers(status.state()).increment();
        if (status.terminal()) {
            outcomes(status.state()).increment();
        }
    }

    private Counter answers(RequestState state) {
        return Counter.builder("plimsoll_maintenance_answers")
                .description("answers given to requests, by what they say")
                .tag("state", state.wireName())
                .register(registry);
    }

    private Counter outcomes(RequestState state) {
        return Counter.builder("plimsoll_maintenance_requests")
                .description("requests that have ended, by how")
                .tag("outcome", state.wireName())
                .register(registry);
    }

    /** A request that names another cluster: each actuator on the topic sees those of all. */
    Counter elsewhere() {
        return Counter.builder("plimsoll_maintenance_requests_elsewhere")
                .description("requests passed over, since they name another cluster")
                .register(registry);
    }

    void eviction(EvictionAnswer answer) {
        evictions(answer.getClass().getSimpleName()).increment();
    }

    private Counter evictions(String result) {
        return Counter.builder("plimsoll_evictions")
                .description("evictions asked for, by what the API server answered")
                .tag("result", result)
                .register(registry);
    }

    /** What a turn changed. */
    void turn(Ledger ledger, Turn turn, Instant now, ClusterClock clock) {
        for (Effect effect : turn.effects()) {
            if (effect instanceof Effect.Act(NodeEffect.TakeClaim(var task, var _))) {
                Campaign campaign = ledger.campaign(task.origin());
                if (campaign != null) {
                    decisionToAct(clock.machineTime(Duration.between(campaign.acceptedAt(), clock.instant())));
                }
            } else if (effect instanceof Effect.Passed passed && passed.phase().equals("Drained")) {
                ledger.experience().history().stream()
                        .filter(drain -> drain.node().equals(passed.node())
                                && drain.finishedAt().equals(now))
                        .forEach(drain -> drained(drain.took()));
            }
        }
        Map<String, Integer> out = new HashMap<>();
        ledger.nodes().stream()
                .filter(work -> work.life().out())
                .forEach(work -> out.merge(work.life().phase(), 1, Integer::sum));
        gauge(OUT, out);
        Map<String, Integer> paused = new HashMap<>();
        ledger.pauses().forEach(pause -> paused.put(pause.scope().kind().name(), 1));
        gauge(PAUSED, paused);
        Map<String, Integer> closed = new HashMap<>();
        ledger.campaigns().stream()
                .filter(campaign -> !campaign.ended())
                .flatMap(campaign -> campaign.last().guards().stream())
                .forEach(guard -> closed.put(guard.code(), 1));
        gauge(CLOSED, closed);
    }

    /** In cluster time. */
    private void drained(Duration took) {
        drains().record(took);
    }

    private Timer drains() {
        return Timer.builder("plimsoll_node_drain_duration")
                .description("from a node's claim until its last pod has gone, in cluster time")
                .publishPercentileHistogram()
                .register(registry);
    }

    /** In machine time. */
    private void decisionToAct(Duration took) {
        acts().record(took.isNegative() ? Duration.ZERO : took);
    }

    private Timer acts() {
        return Timer.builder("plimsoll_decision_to_act")
                .description("from a request or decision until its first node is claimed")
                .publishPercentileHistogram()
                .register(registry);
    }

    private void gauge(Level level, Map<String, Integer> values) {
        Map<String, AtomicInteger> known = gauges.computeIfAbsent(level, _ -> new ConcurrentHashMap<>());
        values.keySet().forEach(value -> known.computeIfAbsent(value, _ -> register(level, value)));
        known.forEach((value, gauge) -> gauge.set(values.getOrDefault(value, 0)));
    }

    private AtomicInteger register(Level level, String value) {
        AtomicInteger gauge = new AtomicInteger();
        Gauge.builder(level.name(), gauge, AtomicInteger::get)
                .description(level.description())
                .tag(level.label(), value)
                .register(registry);
        return gauge;
    }
}
