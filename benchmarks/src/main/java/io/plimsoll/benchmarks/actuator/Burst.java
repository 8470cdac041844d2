package io.plimsoll.benchmarks.actuator;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Two hundred nodes reported faulty at once, where a hundred may be out: when the journal holds the verdict on the last of
 * them, taken up or held back and by which guard.
 */
final class Burst {

    private static final int NODES = 1_000;
    private static final int FAULTY = 200;
    private static final int MAY_BE_OUT = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Burst() {}

    static void measure(EmbeddedBroker broker, int rounds, Report report) throws IOException, TimeoutException {
        List<Double> last = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double millis = round(broker, "burst-" + round);
            if (round > 0) { // the first only warms up
                last.add(millis);
            }
        }
        report.value("burstLastDecisionMillis", new Sample(last));
    }

    private static double round(EmbeddedBroker broker, String prefix) throws IOException, TimeoutException {
        var patched = new Patched();
        try (Site site = new Site(broker, prefix, patched::see);
                var journal = reader(site)) {
            var herd = new Herd(site, NODES, 2);
            site.start(Loose.out(Site.usual(), 100 * MAY_BE_OUT / NODES));
            Thread changes = herd.change(20);
            List<Decision> decisions =
                    IntStream.range(0, FAULTY).mapToObj(Herd::cordon).toList();
            long sent = System.nanoTime();
            decisions.forEach(decision -> site.send(Topic.DECISIONS, decision.key(), decision));
            long decided = lastVerdict(journal) - sent;
            Site.await("the nodes are cordoned", PATIENCE, () -> patched.cordoned() >= MAY_BE_OUT);
            changes.interrupt();
            if (patched.cordoned() > MAY_BE_OUT) {
                throw new IllegalStateException(patched.cordoned() + " nodes were cordoned, at most " + MAY_BE_OUT
                        + " of " + NODES + " may be out");
            }
            return decided / 1e6;
        }
    }

    /** When the last was judged, by {@link System#nanoTime}. */
    private static long lastVerdict(KafkaConsumer<String, byte[]> journal) throws IOException, TimeoutException {
        Map<String, Long> judged = new HashMap<>();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (judged.size() < FAULTY) {
            if (System.nanoTime() > until) {
                throw new TimeoutException(
                        "only " + judged.size() + " of " + FAULTY + " decisions were judged in time");
            }
            for (ConsumerRecord<String, byte[]> record : journal.poll(Duration.ofMillis(20))) {
                JsonNode value = record.value() == null
                        ? Json.mapper().nullNode()
                        : Json.mapper().readTree(record.value()).path("value");
                String state = value.path("last").path("state").asText("ACCEPTED");
                if (value.path("type").asText().equals("Campaign") && !state.equalsIgnoreCase("ACCEPTED")) {
                    judged.putIfAbsent(value.path("id").asText(), System.nanoTime());
                }
            }
        }
        return judged.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static KafkaConsumer<String, byte[]> reader(Site site) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", site.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(site.topic(Topic.MAINTENANCE_JOURNAL), 0)));
        return consumer;
    }
}
