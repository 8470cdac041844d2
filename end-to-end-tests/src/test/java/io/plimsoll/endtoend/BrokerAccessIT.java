package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A principal that may not, can't; one that may, can. */
class BrokerAccessIT {

    private static final String PREFIX = Topic.DEFAULT_PREFIX;

    @TempDir
    static Path directory;

    private static SecuredBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(directory);
        // Something to read on each.
        try (var administrator = producer(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (Topic topic : Topic.values()) {
                assertThat(canWrite(administrator, topic)).isTrue();
            }
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void eachPartyWritesWhatItWasGrantedAndNothingElse(Party party) throws Exception {
        Set<Topic> written = new TreeSet<>();
        try (var producer = producer(broker.scram(party.user(PREFIX)))) {
            for (Topic topic : Topic.values()) {
                if (canWrite(producer, topic)) {
                    written.add(topic);
                }
            }
        }

        assertThat(written).isEqualTo(granted(party, AclOperation.WRITE));
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void eachPartyReadsWhatItWasGrantedAndNothingElse(Party party) {
        Set<Topic> read = new TreeSet<>();
        for (Topic topic : Topic.values()) {
            if (canRead(broker.scram(party.user(PREFIX)), topic)) {
                read.add(topic);
            }
        }

        assertThat(read).isEqualTo(granted(party, AclOperation.READ));
    }

    @Test
    void aCertificateNamesTheSamePrincipalAsAPassword() throws Exception {
        try (var producer = producer(broker.certificate())) {
            assertThat(canWrite(producer, Topic.FACTS)).isTrue();
            assertThat(canWrite(producer, Topic.ALERTS)).isFalse();
        }
    }

    @Test
    void aWrongPasswordIsNobody() {
        Map<String, String> wrong = broker.scram(Party.CONSUMER.user(PREFIX));
        wrong.replaceAll(
                (key, value) -> key.equals("sasl.jaas.config") ? value.replace("secret-of", "guess-of") : value);

        try (Admin admin = Admin.create(Map.copyOf(wrong))) {
            assertThatThrownBy(() -> admin.listTopics().names().get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void aConsumersGroupsBeginWithItsOwnName() {
        String user = Party.CONSUMER.user(PREFIX);

        joins(user, user + "-pager");

        assertThatThrownBy(() -> joins(user, PREFIX + "-analyzer")).isInstanceOf(GroupAuthorizationException.class);
    }

    @Test
    void nobodyOfThoseDeletesATopic() {
        for (Party party : Party.values()) {
            try (Admin admin = Admin.create(Map.copyOf(broker.scram(party.user(PREFIX))))) {
                assertThatThrownBy(() -> admin.deleteTopics(List.of(Topic.FACTS.under(PREFIX)))
                                .all()
                                .get(30, TimeUnit.SECONDS))
                        .as("%s deletes facts", party)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    private static Set<Topic> granted(Party party, AclOperation operation) {
        return party.rights(PREFIX).stream()
                .filter(right -> right.operations().contains(operation))
                .flatMap(right -> List.of(Topic.values()).stream().filter(topic -> topic.under(PREFIX)
                        .equals(right.pattern().name())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, String> client) {
        return new KafkaProducer<>(Map.copyOf(client), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static boolean canWrite(KafkaProducer<byte[], byte[]> producer, Topic topic) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic.under(PREFIX), 0, new byte[] {1}, new byte[] {'{', '}'}))
                    .get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(AuthorizationException.class);
            return false;
        }
    }

    private static boolean canRead(Map<String, String> client, Topic topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("fetch.max.wait.ms", "50");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic.under(PREFIX), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
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

    private static void joins(String user, String group) {
        Map<String, Object> settings = new HashMap<>(broker.scram(user));
        settings.put("group.id", group);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.ALERTS.under(PREFIX)));
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (consumer.assignment().isEmpty()) {
                assertThat(System.nanoTime()).as("assignment of " + group).isLessThan(deadline);
                consumer.poll(Duration.ofMillis(200));
            }
        }
    }
}
