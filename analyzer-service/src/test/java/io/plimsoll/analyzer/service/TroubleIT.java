package io.plimsoll.analyzer.service;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.service.AnalyzerRig.Instance;
import io.plimsoll.wire.FreshTopics;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is around the service breaks: it says so and how to mend it, or begins anew, and never tells a wrong story. */
class TroubleIT {

    private static final String CHANGELOG = "plimsoll-analyzer-clusters-changelog";

    @TempDir
    Path directory;

    private AnalyzerRig rig;

    @BeforeEach
    void startBroker() {
        rig = new AnalyzerRig(directory);
    }

    @AfterEach
    void stopAll() {
        rig.close();
    }

    @Test
    void aStateDirectoryThatCannotBeUsedIsNamedWithTheMendAndTriedAgain() throws Exception {
        rig.broker().createTopics(1);
        Files.writeString(rig.state("only"), "a file where a directory should be");

        Instance instance = rig.start("only", Map.of());

        rig.await("the reason", () -> instance.health("health/ready").contains("plimsoll.analyzer.state-directory"));
        assertThat(instance.health("health/ready")).contains("\"status\": \"DOWN\"");
        Files.delete(rig.state("only"));
        rig.await("it goes on by itself", instance::ready);
    }

    @Test
    void storeFilesFullOfGarbageAreBuiltAnewAndTheStoryGoesOn() throws Exception {
        CordonStory story = interrupted();
        assertThat(ruin(rig.state("only"))).isPositive();

        Instance after = goesOn(story);

        CordonStory.wasToldOnce(rig.alerts());
        rig.await("ready", after::ready);
    }

    @Tag("long")
    @Test
    void bytesThatFlipInTheStoreOfOneThatEndedInOrderAreNoticedAndItIsBuiltAnew() throws Exception {
        rig.broker().createTopics(1);
        CordonStory story = new CordonStory();
        Instance before = rig.start("only", Map.of());
        rig.send(story.first());
        rig.await("firing and taken", () -> rig.states().contains("eu1 C1 FIRING") && rig.lag() == 0);
        before.process().destroy();
        assertThat(before.process().waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(flip(rig.state("only"))).isPositive();

        Instance after = goesOn(story);

        CordonStory.wasToldOnce(rig.alerts());
        rig.await("ready", after::ready);
        assertThat(after.log()).contains("store files can't be read, they are built anew from the changelog");
    }

    @Test
    void aLostChangelogIsBuiltAnewFromTheLog() throws Exception {
        CordonStory story = interrupted();
        delete(rig.state("only"));
        try (var admin = rig.broker().admin()) {
            admin.deleteTopics(List.of(CHANGELOG)).all().get();
        }

        goesOn(story);

        CordonStory.wasToldOnce(rig.alerts());
    }

    @Tag("long")
    @Test
    void aChangelogFullOfGarbageIsBuiltAnewFromTheLog() throws Exception {
        CordonStory story = interrupted();
        delete(rig.state("only"));
        assertThat(rig.overwrite(CHANGELOG, key -> key.startsWith("s|"), "garbage".repeat(20)))
                .isPositive();

        Instance after = goesOn(story);

        CordonStory.wasToldOnce(rig.alerts());
        assertThat(after.log()).contains("the store can't be read, the log is read once more");
        assertThat(after.get("explain/" + rig.alerts().getFirst().id())).contains("RESOLVED");
    }

    /** Told up to where it fires, all of it taken; then the instance is killed. */
    private CordonStory interrupted() throws Exception {
        rig.broker().createTopics(1);
        CordonStory story = new CordonStory();
        Instance before = rig.start("only", Map.of());
        rig.send(story.first());
        rig.await("firing", () -> rig.states().contains("eu1 C1 FIRING"));
        rig.await("taken", () -> rig.lag() == 0);
        before.kill();
        return story;
    }

    private Instance goesOn(CordonStory story) throws Exception {
        Instance after = rig.start("only", Map.of());
        rig.send(story.rest());
        rig.await("resolved", () -> rig.states().contains("eu1 C1 RESOLVED"));
        return after;
    }

    @Test
    void aTopicLostWhileRunningIsNamedAndOnceItIsThereAgainSoIsTheService() throws Exception {
        rig.broker().createTopics(1);
        Instance instance = rig.start("only", Map.of());
        rig.await("ready", instance::ready);
        try (var admin = rig.broker().admin()) {
            admin.deleteTopics(List.of("plimsoll.facts")).all().get();
        }
        rig.await("named", () -> {
            String health = instance.health("health/ready");
            return health.contains("missing plimsoll.facts") && health.contains("./plimsoll topics --create");
        });

        try (var admin = rig.broker().admin()) {
            var facts = List.of(new NewTopic("plimsoll.facts", 1, (short) 1).configs(Topic.FACTS.settings()));
            admin.createTopics(facts).all().get();
            FreshTopics.awaitLed(admin, facts);
        }

        rig.await("ready again", instance::ready);
        var n1 = node("n1");
        rig.send(Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .until(2)
                .facts());
        rig.await("it works", () -> rig.states().contains("eu1 N1 FIRING"));
        assertThat(instance.alive()).isTrue();
    }

    @Test
    void aTopicThatWouldForgetIsNamedWithTheMendAndOnceItIsMendedItGoesOn() throws Exception {
        rig.broker().createTopics(1);
        cleanup("plimsoll.facts", "compact,delete");
        Instance instance = rig.start("only", Map.of());
        rig.await("named", () -> {
            String health = instance.health("health/ready");
            return health.contains("plimsoll.facts has cleanup.policy=compact,delete, expected compact")
                    && health.contains("./plimsoll topics --create");
        });

        cleanup("plimsoll.facts", "compact");

        rig.await("it goes on by itself", instance::ready);
    }

    @Test
    void aBrokerThatIsGoneIsNamedAndOnceItIsBackItGoesOn() throws Exception {
        rig.broker().createTopics(1);
        Instance instance = rig.start("only", Map.of());
        rig.await("ready", instance::ready);

        rig.broker().stop();

        rig.await("named", () -> instance.health("health/ready")
                .contains("the broker at " + rig.broker().bootstrapServers() + " doesn't answer"));
        rig.broker().restart();
        rig.await("it goes on by itself", instance::ready);
    }

    private void cleanup(String topic, String policy) throws Exception {
        var change = new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
        try (var admin = rig.broker().admin()) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                    .all()
                    .get();
        }
    }

    @Test
    void anotherNumberOfPartitionsIsRefusedWithTheMend() throws Exception {
        rig.broker().createTopics(1);
        Instance instance = rig.start("only", Map.of());
        rig.await("ready", instance::ready);

        try (var admin = rig.broker().admin()) {
            admin.createPartitions(Map.of("plimsoll.facts", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }

        rig.await(
                "the reason", () -> instance.health("health/ready").contains("plimsoll.facts has 3 partitions, had 1"));
        assertThat(instance.ready()).isFalse();
        Instance successor = restarted(instance);
        rig.await("the reason still", () -> successor
                .health("health/ready")
                .contains("plimsoll.facts has 3 partitions, but " + CHANGELOG + " has 1"));
        assertThat(successor.ready()).isFalse();
    }

    @Test
    void withTheBrokerGoneItStillEndsWhenAsked() throws Exception {
        rig.broker().createTopics(1);
        Instance instance = rig.start("only", Map.of("plimsoll.analyzer.close-timeout", "PT3S"));
        rig.await("ready", instance::ready);
        rig.send(new CordonStory().first());
        rig.stopBroker();

        instance.process().destroy();

        assertThat(instance.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(instance.log()).contains("not ended within PT3S");
    }

    private Instance restarted(Instance instance) throws IOException {
        instance.kill();
        return rig.start("only", Map.of());
    }

    /** Fills every file of RocksDB with something else, of the same length. */
    private static long ruin(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("rocksdb"))
                    .toList();
            for (Path file : all) {
                byte[] garbage = new byte[(int) Files.size(file)];
                Arrays.fill(garbage, (byte) 'x');
                Files.write(file, garbage);
            }
            return all.size();
        }
    }

    /** One bit near the beginning of every table: its first block's checksum is wrong from then on. */
    private static long flip(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".sst")).toList();
            for (Path file : all) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[10] ^= 1;
                Files.write(file, bytes);
            }
            return all.size();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
