package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
