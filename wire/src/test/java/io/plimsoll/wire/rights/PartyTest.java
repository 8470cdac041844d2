package io.plimsoll.wire.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.wire.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartyTest {

    @Test
    void onlyTheWatcherWritesFacts() {
        assertThat(writersOf(Topic.FACTS)).containsExactly(Party.WATCHER);
    }

    @Test
    void onlyRequestersWriteRequests() {
        assertThat(writersOf(Topic.MAINTENANCE_REQUESTS)).containsExactly(Party.REQUESTER);
    }

    @Test
    void onlyTheActuatorTouchesTheJournal() {
        assertThat(Arrays.stream(Party.values()).filter(party -> operations(party, Topic.MAINTENANCE_JOURNAL)
                        .findAny()
                        .isPresent()))
                .containsExactly(Party.ACTUATOR);
    }

    @Test
    void consumersWriteNothing() {
        assertThat(Party.CONSUMER.rights("p").stream().flatMap(right -> right.operations().stream()))
                .containsOnly(AclOperation.READ, AclOperation.DESCRIBE);
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void everyTopicHasAWriterAndEveryoneWhoReadsOrWritesItMayDescribeIt(Topic topic) {
        assertThat(writersOf(topic)).isNotEmpty();
        for (Party party : Party.values()) {
            List<AclOperation> operations = operations(party, topic).toList();
            if (!operations.isEmpty()) {
                assertThat(operations).as(party.name()).contains(AclOperation.DESCRIBE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void nobodyMayDoEverythingOrTouchTheClusterItself(Party party) {
        assertThat(party.rights("p")).allSatisfy(right -> {
            assertThat(right.operations()).doesNotContain(AclOperation.ALL, AclOperation.ALTER);
            assertThat(right.pattern().resourceType()).isNotEqualTo(ResourceType.CLUSTER);
            assertThat(right.pattern().name()).startsWith("p");
        });
        assertThat(party.bindings("p"))
                .allSatisfy(binding -> assertThat(binding.entry().principal()).isEqualTo("User:" + party.user("p")));
    }

    private static List<Party> writersOf(Topic topic) {
        return Arrays.stream(Party.values())
                .filter(party -> operations(party, topic).anyMatch(AclOperation.WRITE::equals))
                .toList();
    }

    private static Stream<AclOperation> operations(Party party, Topic topic) {
        return party.rights("p").stream()
                .filter(right -> right.pattern().name().equals(topic.under("p")))
                .flatMap(right -> right.operations().stream());
    }
}
