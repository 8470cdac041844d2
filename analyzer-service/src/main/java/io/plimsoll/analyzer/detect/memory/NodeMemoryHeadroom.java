package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.growth.Series;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * M2: a node is about to run out of memory.
 *
 * <p>Headroom is what is left until the kubelet's hard eviction threshold. Time to eviction is headroom over the slope
 * of the last 20 minutes, where that slope is certain.
 *
 * @param low share of capacity at or below which headroom is short
 * @param enough share from which on it no longer is
 * @param lowFor how long it must be short
 * @param soon time to eviction that warns
 * @param verySoon time to eviction that is critical, with headroom short
 * @param leastSamples of the slope
 * @param significance least Mann–Kendall z of the slope
 */
public record NodeMemoryHeadroom(
        double low,
        double enough,
        Duration lowFor,
        Duration keepFor,
        Duration soon,
        Duration verySoon,
        int leastSamples,
        double significance,
        long evictionHard)
        implements Detector {

    private static final Recorder<NodeUsageRecorder.Samples> USAGE = NodeUsageRecorder.defaults();

    public static NodeMemoryHeadroom defaults() {
        return new NodeMemoryHeadroom(
                0.05,
                0.08,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                15,
                3.09,
                NodeMemory.EVICTION_HARD);
    }

    @Override
    public AlertCode code() {
        return AlertCode.M2;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.USAGE);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(USAGE, PodMemory.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.body(NodeUsage.class) != null || (change.kind().equals("Node") && change.after() == null)) {
            subjects.accept(NodeMemory.subject(change.fact().name()));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        Tracked<NodeUsage> usage = state.nodeUsage(subject.name());
        NodeMemory memory = NodeMemory.of(state, subject.name(), evictionHard);
        if (memory == null || usage == null) {
            return Evaluation.nothing();
        }
        Instant stale =
                NodeMemory.staleFrom(usage.body().timestamp(), usage.body().window());
        if (!situation.now().isBefore(stale)) {
            return Evaluation.of(Finding.about(subject).keepFor(keepFor).stale().build());
        }
        Double seconds = secondsToEviction(memory, state.ledger(USAGE).of(subject.name()));
        List<Level> levels = levels(memory, seconds);
        if (levels.isEmpty() && memory.headroom() >= enough * memory.capacity()) {
            return Evaluation.nothing();
        }
        Finding.Builder finding = Finding.about(subject).keepFor(keepFor);
        if (levels.isEmpty()) {
            return Evaluation.of(finding.holding().build()).reviewedAt(stale);
        }
        describe(finding.levels(levels), memory, memory.explained(state, subject.name()), seconds, usage);
        return Evaluation.of(finding.build()).reviewedAt(stale);
    }

    private List<Level> levels(NodeMemory memory, @Nullable Double seconds) {
        boolean isLow = memory.headroom() <= low * memory.capacity();
        List<Level> levels = new ArrayList<>();
        if (isLow) {
            levels.add(Level.warning(lowFor).when("low"));
        }
        if (seconds != null && seconds <= soon.toSeconds()) {
            levels.add(Level.warning(Duration.ZERO).when("filling"));
        }
        if (isLow && seconds != null && seconds <= verySoon.toSeconds()) {
            levels.add(Level.critical(Duration.ZERO).when("nearly full"));
        }
        if (memory.headroom() <= 0) {
            levels.add(Level.critical(Duration.ofMinutes(1)).when("full"));
        }
        return levels;
    }

    /** Null where use isn't certainly rising. */
    private @Nullable Double secondsToEviction(NodeMemory memory, NodeUsageRecorder.@Nullable Samples samples) {
        if (samples == null || samples.size() < leastSamples) {
            return null;
        }
        double[] seconds = new double[samples.size()];
        double[] bytes = new double[samples.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = samples.second(i) - (double) samples.second(0);
            bytes[i] = samples.bytes(i);
        }
        Series series = Series.of(seconds, bytes);
        double slope = series.slope();
        return slope > 0 && series.significance() >= significance ? Math.max(0, memory.headroom() / slope) : null;
    }

    private void describe(
            Finding.Builder finding,
            NodeMemory memory,
            double explained,
            @Nullable Double seconds,
            Tracked<NodeUsage> usage) {
        memory.measure(finding, explained);
        finding.measured("timeToEvictSeconds", seconds == null ? null : Math.round(seconds))
                .confidence(NodeMemory.confidence(explained))
                .threshold("headroomPercent", low * 100)
                .threshold("timeToEvict", soon)
                .threshold("evictionHardBytes", evictionHard)
                .suggest(SuggestedAction.CORDON_NODE)
                .summary(usage.name() + " has " + NodeMemory.words(memory.headroom()) + " ("
                        + memory.headroomPercent() + " %) left until its kubelet evicts"
                        + (seconds == null ? "" : ", " + Math.round(seconds / 60) + " min at the present pace"))
                .evidence(usage.evidence(Map.of("memoryBytes", memory.workingSet())));
    }
}
