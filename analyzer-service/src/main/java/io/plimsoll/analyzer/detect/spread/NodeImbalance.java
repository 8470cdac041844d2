package io.plimsoll.analyzer.detect.spread;

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
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * I1: the nodes of one group are used very unevenly.
 *
 * <p>Asked about a group now and then rather than at every sample: the larger the group, the rarer, so that the samples
 * of a large group cost no more than those of a small one.
 *
 * @param variation the coefficient of variation must be above this
 * @param range and the fullest at least so far above the emptiest, as a fraction
 * @param fewestNodes with fewer there is nothing to balance
 * @param heldFor how long
 * @param full with pods waiting for a node and one used so much it is a warning
 * @param sampleAge older samples say nothing
 */
public record NodeImbalance(
        double variation, double range, int fewestNodes, Duration heldFor, double full, Duration sampleAge)
        implements Detector {

    private static final int NODES_PER_SECOND = 50;
    private static final Duration RAREST = Duration.ofSeconds(60);
    private static final String UNEVEN = "uneven";

    public static NodeImbalance defaults() {
        return new NodeImbalance(0.5, 0.5, 3, Duration.ofMinutes(30), 0.9, Duration.ofMinutes(3));
    }

    @Override
    public AlertCode code() {
        return AlertCode.I1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES, Resource.USAGE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        Tracked<NodeState> before = change.before(NodeState.class);
        Tracked<NodeState> after = change.after(NodeState.class);
        String left = before == null ? null : group(before);
        String joined = after == null ? null : group(after);
        if (joined != null && !joined.equals(left)) {
            subjects.accept(ObjectRef.of("NodeGroup", null, joined));
        }
    }

    private static @Nullable String group(Tracked<NodeState> node) {
        return node.body().group() == null ? null : node.body().group().name();
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Collection<Tracked<NodeState>> nodes = situation.state().nodesOfGroup(subject.name());
        if (nodes.isEmpty()) {
            return Evaluation.nothing();
        }
        Shares shares = shares(nodes, situation);
        List<Finding> findings = new ArrayList<>();
        if (shares.cpu().size() < fewestNodes && shares.cpu().size() + shares.old() >= fewestNodes) {
            findings.add(Finding.about(subject).subtype("CPU").stale().build());
            findings.add(Finding.about(subject).subtype("MEMORY").stale().build());
        }
        judge(subject, "CPU", shares.cpu(), situation, findings);
        judge(subject, "MEMORY", shares.memory(), situation, findings);
        return Evaluation.of(findings).reviewedAt(situation.now().plus(pause(nodes.size())));
    }

    /**
     * Use over allocatable by node.
     *
     * @param old nodes whose sample is too old
     */
    private record Shares(Map<String, Double> cpu, Map<String, Double> memory, int old) {}

    private Shares shares(Collection<Tracked<NodeState>> nodes, Situation situation) {
        Map<String, Double> cpu = new TreeMap<>();
        Map<String, Double> memory = new TreeMap<>();
        int old = 0;
        for (Tracked<NodeState> node : nodes) {
            Tracked<NodeUsage> usage = situation.state().nodeUsage(node.name());
            if (usage == null || node.body().unschedulable() || !node.body().ready()) {
                continue;
            }
            if (old(usage, situation.now())) {
                old++;
                continue;
            }
            Resources offered = node.body().allocatable();
            share(cpu, node.name(), usage.body().cpuMillis(), offered.cpuMillis());
            share(memory, node.name(), usage.body().memoryBytes(), offered.memoryBytes());
        }
        return new Shares(cpu, memory, old);
    }

    private boolean old(Tracked<NodeUsage> usage, Instant now) {
        return usage.body().timestamp().plus(sampleAge).isBefore(now);
    }

    private static Duration pause(int nodes) {
        Duration pause = Duration.ofSeconds(Math.max(5, nodes / NODES_PER_SECOND));
        return pause.compareTo(RAREST) > 0 ? RAREST : pause;
    }

    private static void share(Map<String, Double> shares, String node, long used, long allocatable) {
        if (allocatable > 0) {
            shares.put(node, (double) used / allocatable);
        }
    }

    private void judge(
            ObjectRef group, String what, Map<String, Double> shares, Situation situation, List<Finding> findings) {
        if (shares.size() < fewestNodes) {
            return;
        }
        Dispersion dispersion = Dispersion.of(shares.values());
        if (dispersion.coefficientOfVariation() <= variation || dispersion.max() - dispersion.min() < range - 1e-9) {
            return;
        }
        boolean waiting = situation.state().unboundPods().stream().anyMatch(PodView::unschedulable);
        // One condition, timed once: that pods wait only says how bad it is.
        List<Level> levels = new ArrayList<>(List.of(Level.info(heldFor).when(UNEVEN)));
        if (dispersion.max() >= full && waiting) {
            levels.add(Level.warning(heldFor).when(UNEVEN));
        }
        findings.add(Finding.about(group)
                .subtype(what)
                .levels(levels)
                .measured("max", rounded(dispersion.max()))
                .measured("min", rounded(dispersion.min()))
                .measured("coefficientOfVariation", rounded(dispersion.coefficientOfVariation()))
                .measured("nodes", shares.size())
                .threshold("coefficientOfVariation", variation)
                .threshold("range", range)
                .threshold("heldFor", heldFor)
                .summary("use of " + what.toLowerCase(java.util.Locale.ROOT) + " in group " + group.name()
                        + " lies between " + percent(dispersion.min()) + " and " + percent(dispersion.max())
                        + " of what nodes offer")
                .suggest(SuggestedAction.INVESTIGATE)
                .evidence(extremes(shares, situation.state()))
                .build());
    }

    private static List<Evidence> extremes(Map<String, Double> shares, ClusterState state) {
        List<Map.Entry<String, Double>> sorted = shares.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .toList();
        List<Evidence> evidence = new ArrayList<>();
        for (var entry : List.of(sorted.getLast(), sorted.getFirst())) {
            Tracked<NodeUsage> usage = state.nodeUsage(entry.getKey());
            if (usage != null) {
                evidence.add(usage.evidence(Map.of("share", rounded(entry.getValue()))));
            }
        }
        return evidence;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static String percent(double value) {
        return Math.round(value * 100) + " %";
    }
}
