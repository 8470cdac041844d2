package io.plimsoll.analyzer.detect.memory;

import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.podUsage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.analyzer.cases.PodDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.growth.GrowthTest;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.analyzer.state.Uid;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodMemoryTest {

    private static final long START = 1_900_000_000;

    @Test
    void whatIsStoredComesBackAlike() {
        for (String uid : new String[] {"b2f7c1a0-1111-4222-8333-0123456789ab", "p1", null}) {
            var history =
                    new SampledPod(Uid.of(uid), List.of(sampled("main", 3), sampled("sidecar", 0)), 300L << 20, 30_000);

            byte[] stored = PodMemory.defaults().encode(history);
            SampledPod read = PodMemory.defaults().decode(stored);

            assertThat(read.memoryBytes()).isEqualTo(300L << 20);
            assertThat(read.window()).isEqualTo(Duration.ofSeconds(30));
            assertThat(read.containers()).extracting(ContainerMemory::name).containsExactly("main", "sidecar");
            assertThat(read.containers()).extracting(ContainerMemory::restarts).containsExactly(3, 0);
            assertThat(PodMemory.defaults().encode(read)).isEqualTo(stored);
        }
    }

    @Test
    void anotherVersionIsRefusedByItsNumber() {
        byte[] stored = PodMemory.defaults().encode(SampledPod.unsampled());
        stored[0] = 1;

        assertThatThrownBy(() -> PodMemory.defaults().decode(stored))
                .isInstanceOf(UncheckedIOException.class)
                .rootCause()
                .hasMessageContaining("version 1");
    }

    @Test
    void samplesAfterARestartCountForTheNewRun() {
        PodDraft restarted = running("web-0", 5);
        restarted.container("main").restarts(1);

        ClusterState state = after(Script.of(running("web-0", 0))
                .at(2, podUsage("shop", "web-0", 2, 100, 64L << 20))
                .at(3, podUsage("shop", "web-0", 3, 100, 64L << 20))
                .at(5, restarted)
                .at(6, podUsage("shop", "web-0", 6, 100, 64L << 20))
                .at(7, podUsage("shop", "web-0", 7, 100, 64L << 20)));

        SampledPod sampled = PodMemory.newest(state, "shop", "web-0");
        assertThat(sampled.containers())
                .singleElement()
                .satisfies(container -> assertThat(container.restarts()).isEqualTo(1))
                .satisfies(container -> assertThat(container.earlier()).hasSize(1));
    }

    @Test
    void samplesOfAnotherPodOfTheSameNameBeginAnewThoughNobodySawTheFirstGo() {
        ClusterState state = after(Script.of(running("db-0", 0))
                .at(2, podUsage("shop", "db-0", 2, 100, 64L << 20))
                .at(5, running("db-0", 5).uid("another"))
                .at(6, podUsage("shop", "db-0", 6, 100, 64L << 20)));

        SampledPod sampled = PodMemory.newest(state, "shop", "db-0");
        assertThat(sampled.isOf(state.pod("shop", "db-0"))).isTrue();
        assertThat(sampled.containers())
                .singleElement()
                .satisfies(container -> assertThat(container.earlier()).isEmpty())
                .satisfies(container -> assertThat(container.lastAt())
                        .isEqualTo(Script.instant(6).getEpochSecond()));
    }

    private static PodDraft running(String name, double since) {
        PodDraft pod = pod("shop", name).on("n1");
        pod.container("main").running(since);
        return pod;
    }

    private static ClusterState after(Script script) {
        var state = new ClusterState(Script.CLUSTER, List.of(PodMemory.defaults()));
        script.facts().forEach(fact -> state.fold(fact, new Position(0, 0)));
        return state;
    }

    private static ContainerMemory sampled(String name, int restarts) {
        ContainerMemory memory = ContainerMemory.begun(name, restarts, START);
        for (int minute = 0; minute < 200; minute++) {
            memory.take(START + 60L * minute, (300L << 20) + minute * 1_000L, GrowthTest.lasting());
        }
        return memory;
    }
}
