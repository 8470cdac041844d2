package io.plimsoll.analyzer.state;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.podUsage;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.model.fact.PodUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Samples of pods are shown only to who says that it reads them: nobody else may have any use for one. */
class PodUsageReadersTest {

    private final List<Detector> detectors = AnalysisSettings.defaults().detectors();
    private final Map<String, Recorder<?>> recorders = new LinkedHashMap<>();
    private final ClusterState state;

    PodUsageReadersTest() {
        detectors.forEach(
                detector -> detector.recorders().forEach(recorder -> recorders.putIfAbsent(recorder.name(), recorder)));
        state = new ClusterState(Script.CLUSTER, recorders.values());
    }

    /** Half an hour of a pod whose memory grows beyond its limit, the changes of its samples. */
    private List<Change> samples() {
        var pod = pod("shop", "web-0").of("web").createdAt(0).on("n1");
        pod.limits(1000, 256L << 20).container("main").running(0);
        Script script =
                Script.ticking(Duration.ofSeconds(60)).snapshot(node("n1")).at(0, pod);
        for (int minute = 1; minute <= 30; minute++) {
            script.at(minute, podUsage("shop", "web-0", minute, 100, (long) minute << 24));
        }
        List<Change> changes = new ArrayList<>();
        script.facts().forEach(fact -> {
            Change change = state.fold(fact, new Position(0, changes.size()));
            if (change != null && fact.body() instanceof PodUsage) {
                changes.add(change);
            }
        });
        return changes;
    }

    @Test
    void detectorsThatReadNoneAskNothingBecauseOfOne() {
        List<Change> samples = samples();
        var asking = new TreeSet<String>();

        for (Detector detector : detectors) {
            for (Change sample : samples) {
                detector.affected(sample, state, _ -> asking.add(detector.code().code()));
            }
            if (detector.readsPodUsage()) {
                assertThat(asking.remove(detector.code().code()))
                        .as("%s reads samples", detector.code())
                        .isTrue();
            }
        }

        assertThat(asking).isEmpty();
    }

    @Test
    void recordersThatReadNoneNoteNothingOfOne() {
        List<Change> samples = samples();

        for (Recorder<?> recorder : recorders.values()) {
            if (!recorder.readsPodUsage()) {
                assertThat(noted(recorder, samples)).as(recorder.name()).isEmpty();
            }
        }
    }

    private <H> List<String> noted(Recorder<H> recorder, List<Change> samples) {
        Ledger<H> ledger = state.ledger(recorder);
        ledger.takeChanged((_, _) -> {});
        samples.forEach(sample -> recorder.record(sample, state, ledger));
        List<String> keys = new ArrayList<>();
        ledger.takeChanged((key, _) -> keys.add(key));
        return keys;
    }
}
