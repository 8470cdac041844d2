package io.plimsoll.sandbox.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.wire.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong with topics that exist is found, and mended without a record being lost. */
class TopicCheckIT {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void topicsAreCreatedAsTheyShouldBeWithAsManyReplicasAsThereAreBrokers() {
        try (TopicCheck check = check("fresh")) {
            List<String> created = check.createMissing(3, 0);

            assertThat(created)
                    .containsExactlyElementsOf(Stream.of(Topic.values())
                            .map(topic -> topic.under("fresh"))
                            .toList());
            assertThat(check.rows()).allSatisfy(row -> {
                assertThat(row.problems()).isEmpty();
                assertThat(row.partitions()).isEqualTo(3);
                assertThat(row.replicas()).isEqualTo(1);
            });
            assertThat(check.createMissing(3, 0)).isEmpty();
            assertThat(check.mendSettings()).isEmpty();
        }
    }

    @Test
    void everySettingThatIsWrongIsNamedAndMended() throws Exception {
        broker.createTopics("wrong", 1);
        for (Topic topic : Topic.values()) {
            set(topic.under("wrong"), "min.insync.replicas", "1");
            topic.settings().keySet().forEach(setting -> set(topic.under("wrong"), setting, bad(topic, setting)));
        }
        set("wrong.facts", "max.message.bytes", "1000");

        try (TopicCheck check = check("wrong")) {
            assertThat(problems(check).get("wrong.facts"))
                    .containsExactly(
                            "cleanup.policy is compact,delete, expected compact",
                            "min.compaction.lag.ms is 1, expected 86400000",
                            "max.message.bytes is 1000, expected at least 1000000");
            assertThat(problems(check).get("wrong.audit"))
                    .containsExactly(
                            "cleanup.policy is compact,delete, expected delete",
                            "compression.type is producer, expected gzip",
                            "retention.ms is 1, expected 7776000000");

            List<String> mended = check.mendSettings();

            assertThat(mended)
                    .contains("wrong.audit: retention.ms was 1, is 7776000000 now")
                    .hasSize(1
                            + Stream.of(Topic.values())
                                    .mapToInt(topic -> topic.settings().size())
                                    .sum());
            assertThat(problems(check).values())
                    .allSatisfy(each -> assertThat(each).isEmpty());
            assertThat(check.mendSettings()).isEmpty();
        }
        assertThat(setByHand("wrong.facts"))
                .as("what Plimsoll has no opinion of stays")
                .containsEntry("min.insync.replicas", "1");
    }

    @Test
    void whatIsKeptForLongerIsNoFaultAndStaysSo() {
        broker.createTopics("longer", 1);
        set("longer.audit", "retention.ms", "-1");
        set("longer.alerts.history", "retention.ms", Long.toString(Long.MAX_VALUE));
        set("longer.facts", "min.compaction.lag.ms", "999999999");

        try (TopicCheck check = check("longer")) {
            List<String> mended = check.mendSettings();

            assertThat(mended).isEmpty();
            assertThat(problems(check).values())
                    .allSatisfy(each -> assertThat(each).isEmpty());
        }
    }

    @Test
    void numberOfPartitionsIsLeftAloneAndSaysWhatToDo() {
        broker.createTopics("parted", 2);

        try (TopicCheck check = check("parted")) {
            check.createMissing(1, 0);
            check.mendSettings();
            TopicRow facts = check.rows().getFirst();

            assertThat(facts.partitions()).isEqualTo(2);
            assertThat(facts.otherThan(1, 0))
                    .singleElement()
                    .asString()
                    .startsWith("parted.facts has 2 partitions, asked for were 1: left as it is")
                    .contains("delete the topic and run this command again");
            assertThat(facts.otherThan(2, 3)).singleElement().asString().contains("kafka-reassign-partitions.sh");
            assertThat(facts.otherThan(0, 0)).isEmpty();
        }
    }

    private static TopicCheck check(String prefix) {
        return new TopicCheck(broker.bootstrapServers(), prefix);
    }

    private static Map<String, List<String>> problems(TopicCheck check) {
        return check.rows().stream().collect(Collectors.toMap(TopicRow::topic, TopicRow::problems));
    }

    private static String bad(Topic topic, String setting) {
        return switch (setting) {
            case "cleanup.policy" -> "compact,delete";
            case "compression.type" -> "producer";
            case "retention.ms", "min.compaction.lag.ms" -> "1";
            default -> throw new IllegalArgumentException(topic + " has a setting of a new kind: " + setting);
        };
    }

    private static void set(String topic, String setting, String value) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Collection<AlterConfigOp> change = List.of(new AlterConfigOp(new ConfigEntry(setting, value), OpType.SET));
        try (Admin admin = broker.admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (!value.equals(setByHand(topic).get(setting)) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(topic + ": " + setting + "=" + value, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> setByHand(String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = broker.admin()) {
            Map<String, String> values = new TreeMap<>();
            admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(entry -> values.put(entry.name(), entry.value()));
            return values;
        }
    }
}
