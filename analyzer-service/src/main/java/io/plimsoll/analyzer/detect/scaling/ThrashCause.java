package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.LiveAlerts;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a node group goes back and forth; the first that applies is named. */
enum ThrashCause {
    HPA_DRIVEN,
    LOW_REQUESTS,
    SHORT_DELAYS,
    PERIODIC_DEMAND,
    KARPENTER_CONSOLIDATION,
    UNKNOWN;

    private static final int LEAST_INTERVALS = 4;
    private static final double REGULAR = 0.15;
    /** Kinds whose pods run to their end, by the clock or once. */
    static final Set<String> BATCH = Set.of("CronJob", "Job");

    static ThrashCause of(GroupHistory recent, boolean keepsTime, ClusterState state, LiveAlerts alerts) {
        List<GroupHistory.Action> removed =
                recent.actions().stream().filter(action -> !action.added()).toList();
        List<String> triggering = TriggerRecorder.since(state, oldest(recent));
        if (drivenByReplicas(removed, triggering, alerts)) {
            return HPA_DRIVEN;
        }
        if (!recent.lowRequests().isEmpty()) {
            return LOW_REQUESTS;
        }
        if (AutoscalerDelays.anyShort(state)) {
            return SHORT_DELAYS;
        }
        if (keepsTime || mostly(triggering) || boughtForBatch(removed)) {
            return PERIODIC_DEMAND;
        }
        long consolidated = removed.stream()
                .filter(action -> "Underutilized".equalsIgnoreCase(action.disruption()))
                .count();
        return consolidated > 0 && 2 * consolidated >= removed.size() ? KARPENTER_CONSOLIDATION : UNKNOWN;
    }

    private static @Nullable Instant oldest(GroupHistory recent) {
        return recent.actions().isEmpty() ? null : recent.actions().getFirst().at();
    }

    /** A flapping workload that had pods on half of the removed nodes, or whose pods had nodes bought. */
    private static boolean drivenByReplicas(
            List<GroupHistory.Action> removed, List<String> triggering, LiveAlerts alerts) {
        for (Alert alert : alerts.firing(AlertCode.A3)) {
            Set<String> names = names(alert);
            long hosts = removed.stream()
                    .filter(action -> action.workloads().stream().anyMatch(names::contains))
                    .count();
            boolean hosted = hosts > 0 && 2 * hosts >= removed.size();
            if (hosted || triggering.stream().anyMatch(names::contains)) {
                return true;
            }
        }
        return false;
    }

    /** The scaled workload, by the label that A3 puts on its alerts. */
    private static Set<String> names(Alert alert) {
        String target = alert.labels().get(HpaFlapping.TARGET);
        return target == null ? Set.of() : Set.of(target);
    }

    /** Whether there are enough turns to tell, and they come as if by the clock. */
    static boolean regular(List<Instant> reversals) {
        List<Double> intervals = new ArrayList<>();
        for (int i = 1; i < reversals.size(); i++) {
            intervals.add((double)
                    Duration.between(reversals.get(i - 1), reversals.get(i)).toSeconds());
        }
        if (intervals.size() < LEAST_INTERVALS) {
            return false;
        }
        double mean = intervals.stream().mapToDouble(d -> d).average().orElse(0);
        double variance = intervals.stream()
                .mapToDouble(d -> (d - mean) * (d - mean))
                .average()
                .orElse(0);
        return mean > 0 && Math.sqrt(variance) / mean < REGULAR;
    }

    private static boolean mostly(List<String> workloads) {
        return 2 * workloads.stream().filter(ThrashCause::batch).count() > workloads.size();
    }

    private static boolean batch(String workload) {
        return BATCH.contains(workload.substring(0, workload.indexOf('/')));
    }

    /** Whether most of the removed nodes had no other tenants than jobs, as far as tenants are known. */
    private static boolean boughtForBatch(List<GroupHistory.Action> removed) {
        long batch = removed.stream()
                .map(GroupHistory.Action::workloads)
                .filter(tenants -> !tenants.isEmpty() && tenants.stream().allMatch(ThrashCause::batch))
                .count();
        return 2 * batch > removed.size();
    }
}
