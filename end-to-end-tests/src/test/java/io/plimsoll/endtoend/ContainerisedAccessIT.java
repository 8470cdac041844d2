package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.wire.FreshTopics;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The rights of an installation on Kafka's published image, with SCRAM: a principal that may not, can't. */
@Tag("container")
class ContainerisedAccessIT {

    private static final String PREFIX = Topic.DEFAULT_PREFIX;
    private static final String ADMINISTRATOR = "administrator";
    private static final String STRANGER = "stranger";

    private static KafkaContainer container;

    @BeforeAll
    static void start() throws Exception {
        container = new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.1"))
                // The listener between brokers stays plain; only in the container can it be reached.
                .withEnv(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "BROKER:PLAINTEXT,PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
                .withEnv("KAFKA_SASL_ENABLED_MECHANISMS", ScramUsers.MECHANISM)
                .withEnv(
                        "KAFKA_LISTENER_NAME_PLAINTEXT_SCRAM___SHA___512_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .withEnv("KAFKA_AUTHORIZER_CLASS_NAME", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .withEnv("KAFKA_SUPER_USERS", "User:ANONYMOUS;User:" + ADMINISTRATOR)
                .withEnv("KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND", "false");
        container.start();
        introduce(ADMINISTRATOR);
        try (Admin admin = Admin.create(Map.copyOf(client(ADMINISTRATOR)))) {
            List<NewTopic> topics = Stream.of(Topic.values())
                    .map(topic -> new NewTopic(topic.under(PREFIX), 1, (short) 1).configs(topic.settings()))
                    .toList();
            admin.createTopics(topics).all().get();
            FreshTopics.awaitLed(admin, topics);
            ScramUsers.admit(admin);
            admin.alterUserScramCredentials(List.of(ScramUsers.user(STRANGER)))
                    .all()
                    .get();
        }
        // Something to read on each.
        assertThat(new Access(client(ADMINISTRATOR)).written()).containsExactly(Topic.values());
    }

    /** The first user, made where nobody needs to be one. */
    private static void introduce(String user) throws IOException, InterruptedException {
        ExecResult result = container.execInContainer(
                "/opt/kafka/bin/kafka-configs.sh",
                "--bootstrap-server",
                "localhost:9093",
                "--alter",
                "--add-config",
                ScramUsers.MECHANISM + "=[password=" + ScramUsers.password(user) + "]",
                "--entity-type",
                "users",
                "--entity-name",
                user);
        assertThat(result.getExitCode()).as(result.toString()).isZero();
    }

    @AfterAll
    static void stop() {
        container.stop();
    }

    private static Map<String, String> client(String user) {
        Map<String, String> client = new HashMap<>(ScramUsers.login(user));
        client.put("bootstrap.servers", container.getBootstrapServers());
        client.put("security.protocol", "SASL_PLAINTEXT");
        return client;
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void eachPartyWritesAndReadsWhatItWasGrantedAndNothingElse(Party party) throws Exception {
        Access access = new Access(client(party.user(PREFIX)));

        assertThat(access.written()).as("written").isEqualTo(Access.granted(party, AclOperation.WRITE));
        assertThat(access.read()).as("read").isEqualTo(Access.granted(party, AclOperation.READ));
    }

    @Test
    void aUserWithoutRightsCanDoNothing() throws Exception {
        Access stranger = new Access(client(STRANGER));

        assertThat(stranger.written()).isEmpty();
        assertThat(stranger.read()).isEmpty();
        assertThatThrownBy(() -> stranger.join("any")).isInstanceOf(AuthorizationException.class);
    }

    @Test
    void aWrongPasswordIsNobody() {
        Map<String, Object> wrong = new HashMap<>(client(Party.CONSUMER.user(PREFIX)));
        wrong.put("sasl.jaas.config", wrong.get("sasl.jaas.config").toString().replace("secret-of", "guess-of"));

        try (Admin admin = Admin.create(wrong)) {
            assertThatThrownBy(() -> admin.listTopics().names().get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }
}
