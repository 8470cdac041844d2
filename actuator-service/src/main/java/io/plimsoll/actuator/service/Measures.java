package io.plimsoll.actuator.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.plimsoll.actuator.node.EvictionAnswer;
import java.time.Duration;
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

    void request(String outcome) {
        registry.counter("plimsoll_maintenance_requests", "outcome", outcome).increment();
    }

    void eviction(EvictionAnswer answer) {
        registry.counter("plimsoll_evictions", "result", answer.getClass().getSimpleName())
                .increment();
    }

    /** In cluster time. */
    void drained(Duration took) {
        Timer.builder("plimsoll_node_drain_duration")
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    /** In machine time. */
    void decisionToAct(Duration took) {
        Timer.builder("plimsoll_decision_to_act")
                .publishPercentileHistogram()
                .register(registry)
                .record(took.isNegative() ? Duration.ZERO : took);
    }

    void gauge(String name, String label, Map<String, Integer> values) {
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
