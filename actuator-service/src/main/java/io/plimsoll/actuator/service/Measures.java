package io.plimsoll.actuator.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.plimsoll.actuator.campaign.Campaign;
import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Ledger;
import io.plimsoll.actuator.campaign.Turn;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The actuator's metrics, by the names people build dashboards on. */
final class Measures {

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> gauges = new ConcurrentHashMap<>();

    Measures(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Each answer counts; the last one of a request as its outcome, too. */
    void answer(MaintenanceStatus status) {
        String state = status.state().wireName();
        registry.counter("plimsoll_maintenance_answers", "state", state).increment();
        if (status.terminal()) {
            registry.counter("plimsoll_maintenance_requests", "outcome", state).increment();
        }
    }

    void eviction(EvictionAnswer answer) {
        registry.counter("plimsoll_evictions", "result", answer.getClass().getSimpleName())
                .increment();
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
        gauge("plimsoll_nodes_out", "phase", out);
        Map<String, Integer> paused = new HashMap<>();
        ledger.pauses().forEach(pause -> paused.put(pause.scope().kind().name(), 1));
        gauge("plimsoll_maintenance_paused", "scope", paused);
        Map<String, Integer> closed = new HashMap<>();
        ledger.campaigns().stream()
                .filter(campaign -> !campaign.ended())
                .flatMap(campaign -> campaign.last().guards().stream())
                .forEach(guard -> closed.put(guard.code(), 1));
        gauge("plimsoll_guard_closed", "guard", closed);
    }

    /** In cluster time. */
    private void drained(Duration took) {
        Timer.builder("plimsoll_node_drain_duration")
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    /** In machine time. */
    private void decisionToAct(Duration took) {
        Timer.builder("plimsoll_decision_to_act")
                .publishPercentileHistogram()
                .register(registry)
                .record(took.isNegative() ? Duration.ZERO : took);
    }

    private void gauge(String name, String label, Map<String, Integer> values) {
        gauges.forEach((key, gauge) -> {
            if (key.startsWith(name + "|") && !values.containsKey(key.substring(name.length() + 1))) {
                gauge.set(0);
            }
        });
        values.forEach((value, count) -> gauges.computeIfAbsent(name + "|" + value, _ -> {
                    AtomicInteger gauge = new AtomicInteger();
                    Gauge.builder(name, gauge, AtomicInteger::get)
                            .tag(label, value)
                            .register(registry);
                    return gauge;
                })
                .set(count));
    }
}
