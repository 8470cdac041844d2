package io.plimsoll.sandbox.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker for one log, of whatever time it is: all of it in one partition, so that there is one order; it forgets nothing. */
final class ReplayBroker implements AutoCloseable {

    private static final String GROUP = Topic.DEFAULT_PREFIX + "-analyzer";
    private static final String A_DAY = "86400000";

    /** Recordings may be old, or ahead of the machine's clock. */
    private static final Map<String, String> TIMELESS = Map.of(
            "log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE),
            "log.initial.task.delay.ms", A_DAY,
            "log.retention.check.interval.ms", A_DAY,
            "log.cleaner.backoff.ms", A_DAY);

    private final EmbeddedBroker broker = EmbeddedBroker.start(0, TIMELESS);
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Admin admin;

    ReplayBroker() {
        broker.createTopics(1);
        Map<String, Object> where = Map.of("bootstrap.servers", broker.bootstrapServers());
        producer = new KafkaProducer<>(where, new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(where, new StringDeserializer(), new ByteArrayDeserializer());
        admin = broker.admin();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    void send(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            var record = new ProducerRecord<>(
                    Topic.FACTS.under(Topic.DEFAULT_PREFIX), 0, entry.at().toEpochMilli(), entry.key(), entry.value());
            entry.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
            Future<RecordMetadata> _ = producer.send(record); // flushed below
        }
        producer.flush();
    }

    /** Of how many facts the analyzer has written down that it is done with them. */
    long analysed() {
        try {
            var done = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(of(Topic.FACTS));
            return done == null ? 0 : done.offset();
        } catch (ExecutionException e) {
            throw new Fault("the broker doesn't say how far the analyzer is: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("interrupted while asking how far the analyzer is", e);
        }
    }

    /** How many records there are of its alerts. */
    long told() {
        return consumer.endOffsets(List.of(of(Topic.ALERTS))).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** What the analyzer has written, each record once, in the order of time, of one moment topic after topic. */
    void records(Consumer<ObjectNode> out) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        for (Topic topic : OfflineAnalysis.OUTPUTS) {
            Set<String> known = new HashSet<>();
            for (ConsumerRecord<String, byte[]> record : read(topic)) {
                String value = record.value() == null ? "" : new String(record.value(), UTF_8);
                if (known.add(record.timestamp() + " " + record.key() + " " + value)) {
                    all.add(record);
                }
            }
        }
        all.sort(Comparator.comparing(ConsumerRecord::timestamp)); // which leaves records of one moment as they are
        all.forEach(record -> out.accept(OfflineAnalysis.line(
                Instant.ofEpochMilli(record.timestamp()).toString(), record.topic(), record.key(), record.value())));
    }

    private List<ConsumerRecord<String, byte[]>> read(Topic topic) {
        TopicPartition partition = of(topic);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        while (consumer.position(partition) < end) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    private static TopicPartition of(Topic topic) {
        return new TopicPartition(topic.under(Topic.DEFAULT_PREFIX), 0);
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        admin.close();
        broker.close();
    }
}
