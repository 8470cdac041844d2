package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Tick;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * M7: more memory is promised than there is.
 *
 * <p>Of a node: limits far above what it can give while it is much used. Of the cluster: requests that would no longer
 * fit if its largest node were lost.
 *
 * @param limits sum of limits over allocatable, from which on a much used node is told
 * @param used share of allocatable that counts as much used
 * @param heldFor how long the cluster must lack its spare node
 */
public record NodeMemoryOvercommit(double limits, double used, Duration heldFor, Duration keepFor) implements Detector {

    private static final String CLUSTER = "Cluster";

    /** In seconds: no ticks lie further apart. */
    private static final int EACH_MINUTE_FOR = 15;

    public static NodeMemoryOvercommit defaults() {
        return new NodeMemoryOvercommit(1.5, 0.8, Duration.ofMinutes(10), Duration.ofMinutes(10));
    }

    @Override
    public AlertCode code() {
        return AlertCode.M7;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.PODS);
    }

    /** The cluster is added up a few times a minute at most, whatever the ticks' distance and seconds: not at each change. */
    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tick tick = change.body(Tick.class);
        if (change.body(NodeUsage.class) != null) {
            subjects.accept(NodeMemory.subject(change.fact().name()));
        } else if (tick != null && tick.at().getEpochSecond() % 60 < EACH_MINUTE_FOR) {
            subjects.accept(ObjectRef.of(CLUSTER, null, state.cluster()));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        return subject.kind().equals(CLUSTER) ? cluster(subject, situation.state()) : node(subject, situation.state());
    }

    private Evaluation node(ObjectRef subject, ClusterState state) {
        Tracked<NodeState> node = state.node(subject.name());
        Tracked<NodeUsage> usage = state.nodeUsage(subject.name());
        long allocatable = node == null ? 0 : node.body().allocatable().memoryBytes();
        if (usage == null || node == null || allocatable <= 0 || usage.body().memoryBytes() <= used * allocatable) {
            return Evaluation.nothing();
        }
        long promised = 0;
        for (PodView pod : state.podsOn(subject.name())) {
            promised += pod.finished() ? 0 : pod.shape().limits().memoryBytes();
        }
        double ratio = promised / (double) allocatable;
        if (ratio <= limits) {
            return Evaluation.nothing();
        }
        return Evaluation.of(Finding.about(subject)
                .keepFor(keepFor)
                .levels(Level.info(Duration.ZERO))
                .measured("limitsRatio", Math.round(ratio * 100) / 100.0)
                .measured("workingSetBytes", usage.body().memoryBytes())
                .threshold("limitsRatio", limits)
                .threshold("used", used)
                .suggest(SuggestedAction.FIX_REQUESTS)
                .summary("the memory limits on " + subject.name() + " sum up to " + Math.round(ratio * 100)
                        + " % of what it can give, and "
                        + Math.round(usage.body().memoryBytes() * 100.0 / allocatable) + " % is in use")
                .evidence(node.evidence(Map.of("allocatableMemory", allocatable)))
                .build());
    }

    private Evaluation cluster(ObjectRef subject, ClusterState state) {
        long requested = 0;
        long allocatable = 0;
        long largest = 0;
        for (Tracked<NodeState> node : state.nodes()) {
            long offered = node.body().allocatable().memoryBytes();
            allocatable += offered;
            largest = Math.max(largest, offered);
            requested += state.load(node.name()).memoryBytes();
        }
        long spared = allocatable - largest;
        if (spared <= 0 || requested <= spared) {
            return Evaluation.nothing();
        }
        return Evaluation.of(Finding.about(subject)
                .keepFor(keepFor)
                .levels(Level.warning(heldFor))
                .measured("requestedBytes", requested)
                .measured("allocatableBytes", allocatable)
                .measured("largestNodeBytes", largest)
                .measured("sparedBytes", spared)
                .threshold("heldFor", heldFor)
                .suggest(SuggestedAction.SCALE_OUT)
                .summary("pods request " + NodeMemory.words(requested)
                        + " of memory, and without its largest node the cluster has "
                        + NodeMemory.words(spared) + ": the loss of one node can't be made up")
                .build());
    }
}
