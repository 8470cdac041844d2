package io.plimsoll.analyzer.service;

import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Draft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.service.AnalyzerRig.Instance;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.PodState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk below the state directory fills up, or can't be written to any more, while an alert is on its way. */
class StateDiskIT {

    private static final int MEBIBYTES = 96;

    @TempDir
    Path directory;

    private final CordonStory story = new CordonStory();
    private AnalyzerRig rig;
    private Mounted disk;

    @BeforeEach
    void startBroker() {
        rig = new AnalyzerRig(directory);
        rig.broker().createTopics(1);
    }

    @AfterEach
    void stopAll() throws IOException {
        rig.close();
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aDiskThatFillsUpInTheMiddleIsNamedWithTheMendAndOnceThereIsRoomTheStoryGoesOn() throws Exception {
        disk = Mounted.tmpfs(rig.state("only"), MEBIBYTES);
        Instance instance = begun();

        disk.fill();
        rig.send(anotherCluster());
        rig.send(story.afterPending());

        rig.await("the store has hit the end of the disk", () -> instance.log()
                .contains("analysis stopped, trying again"));
        rig.await("named", () -> disk.staysFull() && namesTheDisk(instance));
        assertThat(instance.alive()).isTrue();
        assertThat(rig.states()).allMatch(state -> state.startsWith("eu1 C1 "));
        disk.free();
        rig.await("it goes on by itself", instance::ready);
        rig.await("resolved", () -> rig.states().contains("eu1 C1 RESOLVED"));
        rig.await("lag 0", () -> rig.lag() == 0);
        CordonStory.wasToldOnce(rig.alerts());
    }

    @Test
    @Tag("long")
    void oneKilledOverAFullDiskAndStartedAnewTellsTheStoryMeanwhile() throws Exception {
        disk = Mounted.tmpfs(rig.state("only"), MEBIBYTES);
        Instance before = begun();
        disk.fill();
        before.kill();

        Instance after = rig.start("only", Map.of());
        rig.send(
                story.first().subList(story.untilPending().size(), story.first().size()));

        rig.await("firing", () -> rig.states().contains("eu1 C1 FIRING"));
        rig.await("named", () -> namesTheDisk(after));
        assertThat(after.alive()).isTrue();
        disk.free();
        rig.await("it goes on by itself", after::ready);
        after.kill();
        rig.start("only", Map.of());
        rig.send(story.rest());
        rig.await("resolved", () -> rig.states().contains("eu1 C1 RESOLVED"));
        CordonStory.wasToldOnce(rig.alerts());
    }

    @Test
    void aDiskThatComesBackReadOnlyIsNamedWithTheMendAndTheStoryGoesOn() throws Exception {
        disk = Mounted.tmpfs(rig.state("only"), MEBIBYTES);
        Instance before = begun();
        rig.send(story.firing());
        rig.await("firing and taken", () -> rig.states().contains("eu1 C1 FIRING") && rig.lag() == 0);
        before.kill();
        disk.remount("ro");

        Instance after = rig.start("only", Map.of());
        rig.send(story.rest());

        rig.await("resolved", () -> rig.states().contains("eu1 C1 RESOLVED"));
        assertThat(namesTheDisk(after)).isTrue();
        assertThat(after.alive()).isTrue();
        disk.remount("rw");
        rig.await("it goes on by itself", after::ready);
        CordonStory.wasToldOnce(rig.alerts());
    }

    @Test
    @Tag("long")
    void aDiskThatBreaksInTheMiddleIsNamedAndOverAnotherOneTheStoryGoesOn() throws Exception {
        disk = Mounted.ext4(rig.state("only"), directory.resolve("image"), MEBIBYTES);
        Instance before = begun();

        disk.remount("abort");
        rig.send(anotherCluster());
        rig.send(
                story.first().subList(story.untilPending().size(), story.first().size()));

        rig.await("the store has hit it", () -> before.log().contains("analysis stopped, trying again"));
        rig.await("named", () -> namesTheDisk(before));
        assertThat(before.alive()).isTrue();
        before.kill();
        disk.close();
        disk = Mounted.tmpfs(rig.state("only"), MEBIBYTES);
        Instance after = rig.start("only", Map.of());
        rig.send(story.rest());
        rig.await("resolved", () -> rig.states().contains("eu1 C1 RESOLVED"));
        rig.await("ready", after::ready);
        CordonStory.wasToldOnce(rig.alerts());
    }

    /** An instance that has taken the story up to where its alert is about to fire. */
    private Instance begun() throws Exception {
        Instance instance = rig.start("only", Map.of());
        rig.send(story.untilPending());
        rig.await("taken", () -> instance.ready() && rig.lag() == 0);
        return instance;
    }

    /** One sentence: what can't be done, why, and what to do. */
    private boolean namesTheDisk(Instance instance) {
        String health = instance.health("health/ready");
        return health.contains("\"status\": \"DOWN\"")
                && health.contains("the state directory " + rig.state("only") + " can't be written to")
                && health.contains(
                        "; free space, mend its permissions or choose another by plimsoll.analyzer.state-directory")
                && (health.contains("No space left on device") || health.contains("Read-only file system"));
    }

    /** Enough to be written to the disk at once, and nothing that anybody would tell of: its list isn't complete yet. */
    private static List<Fact> anotherCluster() {
        String text = "x".repeat(3_000);
        Draft<?>[] pods = IntStream.range(0, 10_000)
                .mapToObj(i -> pod("bulk", "p" + i).annotation("text", text))
                .toArray(Draft<?>[]::new);
        return Script.of(pods).facts().stream()
                .filter(fact -> fact.body() instanceof PodState)
                .map(fact -> Script.in("eu2", fact))
                .toList();
    }
}
