package io.plimsoll.benchmarks.analyzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.benchmarks.Sample;
import io.plimsoll.benchmarks.log.FactLog;
import io.plimsoll.benchmarks.log.TopicEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long after a fact its effect can be read, at a steady 1,000 facts a second.
 *
 * <p>Every fiftieth fact kills a container of a Deployment that was spared so far, which fires an alert at once. Time runs
 * from when the fact was due, not from when it was sent: a sender that is held up hides nothing. The first seconds strike
 * nobody: whoever has just caught up with a log writes down what came of it.
 */
final class Latency {

    private static final long PERIOD_NANOS = 1_000_000;
    private static final int PROBE_EVERY = 50;
    private static final int LEAD = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrap;
    private final FactLog log;
    private final int probes;

    Latency(String bootstrap, FactLog log, int probes) {
        this.bootstrap = bootstrap;
        this.log = log;
        this.probes = probes;
    }

    /** How many facts a measurement writes. */
    long facts() {
        return LEAD + (long) probes * PROBE_EVERY;
    }

    /**
     * Milliseconds of each probe.
     *
     * @param firstApp the first of the Deployments to be struck, as many as there are probes
     * @param sign a part of the key by which the effect on a Deployment is known in the topic
     */
    Sample measure(String topic, int firstApp, Instant at, IntFunction<String> sign)
            throws InterruptedException, TimeoutException {
        Map<String, Long> seen = new ConcurrentHashMap<>();
        try (var facts = new FactTopic(bootstrap, 0);
                var effects = TopicEnd.follow(bootstrap, topic, new ByteArrayDeserializer())) {
            Map<String, Long> due = new HashMap<>();
            Thread sender = Thread.ofPlatform().start(() -> send(facts, firstApp, at, sign, due));
            long until = System.nanoTime() + PATIENCE.toNanos() + facts() * PERIOD_NANOS;
            while (seen.size() < probes && System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> effect : effects.poll(Duration.ofMillis(100))) {
                    note(new String(effect.key(), UTF_8), firstApp, sign, seen);
                }
            }
            sender.join();
            if (seen.size() < probes) {
                throw new TimeoutException(
                        "of " + probes + " faults only " + seen.size() + " had an effect in " + topic);
            }
            List<Double> millis = new ArrayList<>();
            due.forEach((probe, time) -> millis.add((seen.getOrDefault(probe, time) - time) / 1e6));
            return new Sample(millis);
        }
    }

    private void note(String key, int firstApp, IntFunction<String> sign, Map<String, Long> seen) {
        long now = System.nanoTime();
        for (int probe = 0; probe < probes; probe++) {
            String wanted = sign.apply(firstApp + probe);
            if (key.contains(wanted)) {
                seen.putIfAbsent(wanted, now);
                return;
            }
        }
    }

    private void send(FactTopic facts, int firstApp, Instant at, IntFunction<String> sign, Map<String, Long> due) {
        long begun = System.nanoTime();
        for (int i = 0; i < facts(); i++) {
            long time = begun + i * PERIOD_NANOS;
            LockSupport.parkNanos(time - System.nanoTime());
            int struck = i - LEAD;
            if (struck >= 0 && struck % PROBE_EVERY == 0) {
                int app = firstApp + struck / PROBE_EVERY;
                due.put(sign.apply(app), time);
                facts.send(log.kill(app, at));
            } else {
                facts.send(log.usage(i % log.shape().pods(), at));
            }
        }
        facts.flush();
    }
}
