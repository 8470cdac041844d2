package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.service.AnalyzerRig.Instance;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.fact.Fact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances share the clusters. */
class TakeOverIT {

    private static final int CLUSTERS = 12;
    private static final int PARTITIONS = 6;

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

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void theClustersOfAKilledInstanceGoOnAtTheOtherWithNoEpisodeMissedOrDoubled(String guarantee) throws Exception {
        rig.broker().createTopics(PARTITIONS);
        var story = new CordonStory();
        Instance first = rig.start("first", Map.of("plimsoll.analyzer.guarantee", guarantee));
        Instance second = rig.start("second", Map.of("plimsoll.analyzer.guarantee", guarantee));
        rig.await("both ready", () -> first.ready() && second.ready());
        // Half of the clusters fire before the kill, the other half are about to.
        rig.send(shared(story.first(), 0, CLUSTERS / 2));
        rig.send(shared(story.untilPending(), CLUSTERS / 2, CLUSTERS));
        rig.await(
                "half of the clusters fire",
                () -> rig.states().stream()
                                .filter(s -> s.endsWith("C1 FIRING"))
                                .distinct()
                                .count()
                        == CLUSTERS / 2);
        rig.await("everything taken", () -> rig.lag() == 0);
        assertThat(taken(first)).as("facts at the first").isPositive();
        assertThat(taken(second)).as("facts at the second").isPositive();

        first.kill();
        rig.send(shared(story.rest(), 0, CLUSTERS / 2));
        rig.send(shared(story.afterPending(), CLUSTERS / 2, CLUSTERS));
        rig.await(
                "all clusters resolved",
                () -> rig.states().stream()
                                .filter(s -> s.endsWith("C1 RESOLVED"))
                                .distinct()
                                .count()
                        == CLUSTERS);

        Map<String, List<Alert>> episodes =
                rig.alerts().stream().collect(Collectors.groupingBy(Alert::cluster, TreeMap::new, Collectors.toList()));
        assertThat(episodes).hasSize(CLUSTERS);
        episodes.values().forEach(CordonStory::wasToldOnce);
    }

    /** The same facts for each of the clusters, in turn. */
    private static List<Fact> shared(List<Fact> facts, int from, int to) {
        List<Fact> all = new ArrayList<>();
        for (Fact fact : facts) {
            for (int cluster = from; cluster < to; cluster++) {
                all.add(Script.in("c" + cluster, fact));
            }
        }
        return all;
    }

    private static long taken(Instance instance) {
        return instance.health("metrics")
                .lines()
                .filter(line -> line.startsWith("plimsoll_facts_taken"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
