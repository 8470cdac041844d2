package io.plimsoll.sandbox.listen;

import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.sandbox.listen.Heard.HeardAct;
import io.plimsoll.sandbox.listen.Heard.HeardAlert;
import io.plimsoll.sandbox.listen.Heard.HeardDecision;
import io.plimsoll.sandbox.listen.Heard.HeardStatus;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads alerts, decisions, answers and acts from their beginning and hands each on, in a thread of its own. */
public final class Listener implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<Topic> TOPICS =
            List.of(Topic.ALERTS, Topic.DECISIONS, Topic.MAINTENANCE_STATUS, Topic.AUDIT);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<Heard> hearer;
    private final Map<String, Topic> topics;
    private final Thread thread;
    private volatile boolean closing;

    private Listener(String bootstrapServers, String prefix, Consumer<Heard> hearer) {
        this.hearer = hearer;
        this.topics = TOPICS.stream().collect(Collectors.toMap(topic -> topic.under(prefix), Function.identity()));
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", "50"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.thread = Thread.ofVirtual().name("listener").unstarted(this::listen);
    }

    public static Listener start(String bootstrapServers, String prefix, Consumer<Heard> hearer) {
        Listener listener = new Listener(bootstrapServers, prefix, hearer);
        listener.thread.start();
        return listener;
    }

    private void listen() {
        try (consumer) {
            List<TopicPartition> partitions = topics.keySet().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing) {
                consumer.poll(POLL).forEach(record -> decoded(record).forEach(hearer));
            }
        } catch (WakeupException e) {
            if (!closing) {
                throw e;
            }
        }
    }

    private Stream<Heard> decoded(ConsumerRecord<byte[], byte[]> record) {
        Topic topic = topics.get(record.topic());
        if (topic == null) {
            return Stream.empty();
        }
        return switch (topic) {
            case ALERTS -> good(record, Alert.TYPE, Alert.class).map(HeardAlert::new);
            case DECISIONS -> good(record, Decision.TYPE, Decision.class).map(HeardDecision::new);
            case MAINTENANCE_STATUS ->
                good(record, MaintenanceStatus.TYPE, MaintenanceStatus.class).map(HeardStatus::new);
            case AUDIT -> good(record, AuditRecord.TYPE, AuditRecord.class).map(HeardAct::new);
            case FACTS, ALERTS_HISTORY, RECOMMENDATIONS, MAINTENANCE_REQUESTS, MAINTENANCE_JOURNAL, DEAD_LETTERS ->
                Stream.empty();
        };
    }

    private static <T> Stream<T> good(ConsumerRecord<byte[], byte[]> record, String ceType, Class<T> type) {
        String header = CloudEvents.text(record.headers(), CloudEvents.TYPE_HEADER);
        Optional<T> value =
                switch (Decoded.of(record.value(), header, ceType, type)) {
                    case Decoded.Good<T>(var read) -> Optional.of(read);
                    case Decoded.Tombstone<T> _, Decoded.Bad<T> _ -> Optional.empty();
                };
        return value.stream();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
