package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a client can really do on a broker, found out by trying.
 *
 * @param client how it reaches the broker and who it says it is, by Kafka's own keys
 */
record Access(Map<String, String> client) {

    private static final String PREFIX = Topic.DEFAULT_PREFIX;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The topics for which a party was granted an operation. */
    static Set<Topic> granted(Party party, AclOperation operation) {
        return party.rights(PREFIX).stream()
                .filter(right -> right.operations().contains(operation))
                .flatMap(right -> Stream.of(Topic.values()).filter(topic -> topic.under(PREFIX)
                        .equals(right.pattern().name())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The topics that a record can be written to. */
    Set<Topic> written() throws InterruptedException {
        Set<Topic> written = new TreeSet<>();
        try (var producer =
                new KafkaProducer<>(Map.copyOf(client), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topic topic : Topic.values()) {
                if (canWrite(producer, topic)) {
                    written.add(topic);
                }
            }
        }
        return written;
    }

    private static boolean canWrite(KafkaProducer<byte[], byte[]> producer, Topic topic) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic.under(PREFIX), 0, new byte[] {1}, new byte[] {'{', '}'}))
                    .get();
            return true;
        } catch (ExecutionException | KafkaException e) {
            // A producer that has just been refused its id says so to the caller of send, until it asks again.
            assertThat(e).hasCauseInstanceOf(AuthorizationException.class);
            return false;
        }
    }

    /** The topics that a record can be read from; there must be one on each. */
    Set<Topic> read() {
        return Stream.of(Topic.values()).filter(this::canRead).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean canRead(Topic topic) {
        try (var consumer = consumer(Map.of("fetch.max.wait.ms", "50"))) {
            TopicPartition partition = new TopicPartition(topic.under(PREFIX), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                assertThat(System.nanoTime())
                        .as("neither a record of %s nor a refusal", topic)
                        .isLessThan(deadline);
            }
            return true;
        } catch (TopicAuthorizationException e) {
            return false;
        }
    }

    /** Becomes a member of a group that reads alerts, or throws what the broker said. */
    void join(String group) {
        try (var consumer = consumer(Map.of("group.id", group))) {
            consumer.subscribe(List.of(Topic.ALERTS.under(PREFIX)));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.assignment().isEmpty()) {
                assertThat(System.nanoTime()).as("assignment of " + group).isLessThan(deadline);
                consumer.poll(Duration.ofMillis(200));
            }
        }
    }

    /** Takes a transactional id, and fences whoever had it; or throws what the broker said. */
    void begin(String transactionalId) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("transactional.id", transactionalId);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(more);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
