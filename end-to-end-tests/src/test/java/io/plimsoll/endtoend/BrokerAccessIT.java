package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.topics.TopicCheck;
import io.plimsoll.sandbox.topics.TopicRow;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
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
        Access administrator = new Access(Map.of("bootstrap.servers", broker.bootstrapServers()));
        assertThat(administrator.written()).containsExactly(Topic.values());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Access of(Party party) {
        return new Access(broker.scram(party.user(PREFIX)));
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void eachPartyWritesWhatItWasGrantedAndNothingElse(Party party) throws Exception {
        assertThat(of(party).written()).isEqualTo(Access.granted(party, AclOperation.WRITE));
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void eachPartyReadsWhatItWasGrantedAndNothingElse(Party party) {
        assertThat(of(party).read()).isEqualTo(Access.granted(party, AclOperation.READ));
    }

    @Test
    void aCertificateNamesTheSamePrincipalAsAPassword() throws Exception {
        assertThat(new Access(broker.certificate()).written()).containsExactly(Topic.FACTS);
    }

    /** As variables in a Secret, say, where nothing mounts a file: docs/security.md. */
    @Test
    void aCertificateMayBeGivenAsText() throws Exception {
        assertThat(new Access(broker.certificateAsText()).written()).containsExactly(Topic.FACTS);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANALYZER", "ACTUATOR"})
    void transactionsAreNobodysButTheirOwners(Party owner) {
        String id = owner.user(PREFIX) + "-1";
        of(owner).begin(id);

        for (Party other : EnumSet.complementOf(EnumSet.of(owner))) {
            assertThatThrownBy(() -> of(other).begin(id))
                    .as("%s fences the %s", other, owner)
                    .isInstanceOf(TransactionalIdAuthorizationException.class);
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
    void topicsAreCheckedWithALoginAndMendedByThoseAloneWhoMay() {
        Map<String, Object> watcher = Map.copyOf(broker.scram(Party.WATCHER.user(PREFIX)));

        try (TopicCheck check = new TopicCheck(watcher, PREFIX)) {
            assertThat(check.rows())
                    .filteredOn(row -> row.problems().isEmpty())
                    .extracting(TopicRow::topic)
                    .as("topics that the watcher may see")
                    .containsExactly(Topic.FACTS.under(PREFIX));
            assertThatThrownBy(() -> check.createMissing(1, 1))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("it takes a user that may create topics and change their settings")
                    .hasMessageContaining("--command-config");
        }
        Map<String, Object> stranger = new HashMap<>(watcher);
        stranger.put("sasl.jaas.config", broker.scram("nobody").get("sasl.jaas.config"));
        try (TopicCheck check = new TopicCheck(stranger, PREFIX)) {
            assertThatThrownBy(check::rows)
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("check user and password in the file of --command-config");
        }
    }

    /** Those that docs/security.md names. */
    @Test
    void topicsAreMadeAndMendedByAUserWithNoMoreRightsThanThat() throws Exception {
        String user = "topics-admin";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(ScramUsers.user(user)))
                    .all()
                    .get();
            admin.createAcls(Stream.concat(
                                    Stream.of(right(user, ResourceType.CLUSTER, "kafka-cluster", AclOperation.CREATE)),
                                    Stream.of(
                                                    AclOperation.DESCRIBE,
                                                    AclOperation.DESCRIBE_CONFIGS,
                                                    AclOperation.ALTER_CONFIGS)
                                            .map(operation -> right(user, ResourceType.TOPIC, PREFIX + ".", operation)))
                            .toList())
                    .all()
                    .get();
        }
        String own = PREFIX + ".own";
        try (TopicCheck check = new TopicCheck(Map.copyOf(broker.scram(user)), own)) {
            assertThat(check.createMissing(1, 0)).hasSize(Topic.values().length);
            forgetful(Topic.AUDIT.under(own));
            assertThat(check.mendSettings()).containsExactly(own + ".audit: retention.ms was 1, is 7776000000 now");
        }
    }

    private static AclBinding right(String user, ResourceType type, String name, AclOperation operation) {
        PatternType how = type == ResourceType.CLUSTER ? PatternType.LITERAL : PatternType.PREFIXED;
        return new AclBinding(
                new ResourcePattern(type, name, how),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static void forgetful(String topic) throws Exception {
        var retention = new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(retention)))
                    .all()
                    .get();
            String seen = "";
            while (!seen.equals("1")) {
                seen = admin.describeConfigs(List.of(resource))
                        .all()
                        .get(30, TimeUnit.SECONDS)
                        .get(resource)
                        .get("retention.ms")
                        .value();
            }
        }
    }

    @Test
    void aConsumersGroupsBeginWithItsOwnName() {
        Access consumer = of(Party.CONSUMER);

        consumer.join(Party.CONSUMER.user(PREFIX) + "-pager");

        assertThatThrownBy(() -> consumer.join(PREFIX + "-analyzer")).isInstanceOf(GroupAuthorizationException.class);
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
}
