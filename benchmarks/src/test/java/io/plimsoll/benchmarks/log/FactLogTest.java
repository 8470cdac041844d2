package io.plimsoll.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.fact.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FactLogTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final LogShape SHAPE = new LogShape(20, 200, 120, 6, 10, 50);

    @Test
    void everyKindComesAsOftenAsTheShapeSays() {
        Map<String, Long> counts = log().stream().collect(Collectors.groupingBy(Fact::kind, Collectors.counting()));

        int churned = 120 * 6;
        int killed = 3;
        int cordoned = 3;
        int unready = 10;
        assertThat(counts)
                .containsEntry("Node", 20L + cordoned + 4)
                .containsEntry("Deployment", 20L + 1)
                .containsEntry("ReplicaSet", 20L + 1)
                .containsEntry("PodDisruptionBudget", 4L + 1)
                .containsEntry("Pod", 200L + churned + killed + unready)
                .containsEntry("NodeMetrics", 9L * 20)
                .containsEntry("PodMetrics", 9L * 200)
                .containsEntry("Event", 10L * 50)
                .containsEntry("Synced", 12L)
                .containsEntry("Tick", 1L + 120 / 5);
    }

    @Test
    void aPodsUsageBearsTheNameOfAPodThatIs() {
        Set<String> pods = new HashSet<>();

        for (Fact fact : log()) {
            if (fact.kind().equals("Pod")) {
                pods.add(fact.namespace() + "/" + fact.name());
            } else if (fact.kind().equals("PodMetrics") && !fact.observedAt().equals(START)) {
                assertThat(pods).contains(fact.namespace() + "/" + fact.name());
            }
        }
        assertThat(pods).hasSize(200 + 120 * 6 / 3);
    }

    @Test
    void keysOfEventsAreAllDifferentAndTimeNeverGoesBack() {
        List<Fact> log = log();

        assertThat(log.stream().filter(fact -> fact.kind().equals("Event")).map(Fact::key))
                .doesNotHaveDuplicates();
        assertThat(log.stream().map(Fact::observedAt)).isSorted();
    }

    @Test
    void theSameShapeAndStartGiveTheSameLog() {
        assertThat(log()).isEqualTo(log());
    }

    private static List<Fact> log() {
        List<Fact> facts = new ArrayList<>();
        new FactLog(SHAPE, START).writeTo(facts::add);
        return facts;
    }
}
