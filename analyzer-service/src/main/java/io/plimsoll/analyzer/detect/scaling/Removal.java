package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a node was removed, as far as the node and its autoscaler tell. */
final class Removal {

    private static final Duration UNHEALTHY_FOR = Duration.ofMinutes(10);
    private static final Set<String> UPGRADES = Set.of("drifted", "drift", "expired", "expiration", "upgrade");
    private static final Set<String> INTERRUPTIONS = Set.of("interruption", "interrupted", "spotinterrupted");

    private Removal() {}

    /** The autoscaler's reason: what Karpenter said, else by its taint; null where there is none. */
    static @Nullable String disruption(Tracked<NodeState> node, ClusterState state) {
        String told = DisruptionRecorder.of(node, state);
        return told == null ? byTaint(node.body()) : told;
    }

    private static @Nullable String byTaint(NodeState node) {
        for (Taint taint : node.taints()) {
            if (taint.key().equals("ToBeDeletedByClusterAutoscaler")) {
                return "ScaleDown";
            }
            if (taint.key().equals("karpenter.sh/disrupted")) {
                return "Disrupted";
            }
        }
        return null;
    }

    /** {@code SPOT}, {@code UNHEALTHY}, {@code UPGRADE}, or null for a removal by choice. */
    static @Nullable String excluded(Tracked<NodeState> removed, @Nullable String disruption, Instant at) {
        NodeState node = removed.body();
        String reason = disruption == null ? "" : disruption.toLowerCase(Locale.ROOT);
        if (INTERRUPTIONS.contains(reason) || node.taints().stream().anyMatch(Removal::interrupts)) {
            return "SPOT";
        }
        Condition ready = node.condition("Ready");
        if (ready != null && !ready.status().equals("True") && unhealthy(ready, removed.observedAt(), at)) {
            return "UNHEALTHY";
        }
        boolean marked = node.taints().stream().anyMatch(taint -> speaksOfUpgrade(taint.key()))
                || node.annotations().keySet().stream().anyMatch(Removal::speaksOfUpgrade);
        return UPGRADES.contains(reason) || marked ? "UPGRADE" : null;
    }

    /** By the API server's word, or, where it gives none, at least since the node was last seen to change. */
    private static boolean unhealthy(Condition ready, Instant seen, Instant at) {
        Instant since = ready.lastTransitionTime() == null ? seen : ready.lastTransitionTime();
        return !since.plus(UNHEALTHY_FOR).isAfter(at);
    }

    private static boolean interrupts(Taint taint) {
        return taint.key().startsWith("aws-node-termination-handler/")
                || taint.key().startsWith("cloud.google.com/impending-node-termination")
                || taint.key().equals("karpenter.sh/interruption");
    }

    private static boolean speaksOfUpgrade(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("upgrade") || lower.contains("drift");
    }
}
