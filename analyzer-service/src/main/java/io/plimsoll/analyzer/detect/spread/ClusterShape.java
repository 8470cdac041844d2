package io.plimsoll.analyzer.detect.spread;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.NodeLoad;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * I3: the cluster's nodes have another shape than what runs on them: one resource is requested up while another idles,
 * or there is no room for more pods.
 *
 * @param idle below this share of what is offered a resource idles, by requests
 * @param tight above this share the other one is tight
 * @param heldFor how long
 * @param manyPods share of the pods that nodes take: info
 * @param mostPods warning
 * @param keepFor how long it must be otherwise
 * @param every how often the cluster is looked at
 */
public record ClusterShape(
        double idle, double tight, Duration heldFor, double manyPods, double mostPods, Duration keepFor, Duration every)
        implements Detector {

    private static final ObjectRef NONE = ObjectRef.of("Cluster", null, "-");

    public static ClusterShape defaults() {
        return new ClusterShape(
                0.3, 0.7, Duration.ofHours(1), 0.8, 0.95, Duration.ofMinutes(10), Duration.ofSeconds(60));
    }

    @Override
    public AlertCode code() {
        return AlertCode.I3;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.PODS);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.kind().equals("Node") && (change.before() == null) != (change.after() == null)) {
            subjects.accept(ObjectRef.of(NONE.kind(), null, state.cluster()));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        double[] offered = new double[3];
        double[] requested = new double[3];
        int nodes = 0;
        for (Tracked<NodeState> node : state.nodes()) {
            if (node.body().unschedulable() || !node.body().ready()) {
                continue;
            }
            nodes++;
            NodeLoad load = state.load(node.name());
            offered[0] += node.body().allocatable().cpuMillis();
            offered[1] += node.body().allocatable().memoryBytes();
            offered[2] += node.body().allocatable().pods();
            requested[0] += load.cpuMillis();
            requested[1] += load.memoryBytes();
            requested[2] += load.pods();
        }
        if (nodes == 0) {
            return Evaluation.nothing().reviewedAt(situation.now().plus(every));
        }
        double cpu = share(requested[0], offered[0]);
        double memory = share(requested[1], offered[1]);
        double pods = share(requested[2], offered[2]);
        return Evaluation.of(findings(subject, cpu, memory, pods))
                .reviewedAt(situation.now().plus(every));
    }

    private List<Finding> findings(ObjectRef cluster, double cpu, double memory, double pods) {
        List<Finding> findings = new ArrayList<>();
        String shares = percent(cpu) + " of cpu and " + percent(memory) + " of memory are requested";
        if (cpu < idle && memory > tight) {
            findings.add(finding(cluster, "MEMORY_BOUND", memory, cpu, shares, List.of(Level.info(heldFor))));
        }
        if (memory < idle && cpu > tight) {
            findings.add(finding(cluster, "CPU_BOUND", cpu, memory, shares, List.of(Level.info(heldFor))));
        }
        if (pods > manyPods) {
            List<Level> levels = pods > mostPods
                    ? List.of(Level.info(Duration.ZERO), Level.warning(Duration.ZERO))
                    : List.of(Level.info(Duration.ZERO));
            findings.add(finding(
                    cluster,
                    "POD_BOUND",
                    pods,
                    Math.min(cpu, memory),
                    percent(pods) + " of the pods that nodes take are there",
                    levels));
        }
        return findings;
    }

    private Finding finding(
            ObjectRef cluster, String subtype, double max, double min, String summary, List<Level> levels) {
        return Finding.about(cluster)
                .subtype(subtype)
                .levels(levels)
                .fallsToo()
                .keepFor(keepFor)
                .measured("max", Math.round(max * 1000) / 1000.0)
                .measured("min", Math.round(min * 1000) / 1000.0)
                .threshold("idle", idle)
                .threshold("tight", tight)
                .threshold("manyPods", manyPods)
                .threshold("mostPods", mostPods)
                .summary("cluster " + cluster.name() + ": " + summary)
                .suggest(SuggestedAction.FIX_REQUESTS)
                .build();
    }

    private static double share(double requested, double offered) {
        return offered <= 0 ? 0 : requested / offered;
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
