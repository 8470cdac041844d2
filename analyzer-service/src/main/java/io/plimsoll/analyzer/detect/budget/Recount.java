package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.model.budget.BudgetArithmetic;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.OwnerRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A budget's status computed anew from the pods and their controllers.
 *
 * <p>Source: {@code pkg/controller/disruption/disruption.go}, {@code getExpectedPodCount}, {@code getExpectedScale} and
 * {@code countHealthyPods}.
 */
public sealed interface Recount {

    /** How long an evicted pod stays counted as going ({@code DeletionTimeout}). */
    Duration DISRUPTION_TIMEOUT = Duration.ofMinutes(2);

    /**
     * The numbers the status should show.
     *
     * @param unmanaged names of matched pods without a controller; they count as healthy but not in the scale
     */
    record Counted(Counts counts, List<String> unmanaged) implements Recount {

        public Counted {
            unmanaged = List.copyOf(unmanaged);
        }
    }

    /** The disruption controller can't count and allows nothing: {@code DisruptionAllowed=False/SyncFailed}. */
    record SyncFailed(String reason) implements Recount {}

    /** The log doesn't hold what the disruption controller sees; the status stands unchecked. */
    record Unknowable(String reason) implements Recount {}

    /**
     * Counts as the disruption controller does.
     *
     * @param pods every pod the selector matches, whatever its state
     * @param disrupted names of evicted pods with the time of the eviction
     * @param scales what the controller of a pod wishes; asked only where the rule needs it
     */
    static Recount of(
            BudgetRule rule,
            Collection<CoveredPod> pods,
            Map<String, Instant> disrupted,
            Function<OwnerRef, Scale> scales,
            Instant now) {
        if (!rule.readable()) {
            return new SyncFailed(rule.display() + " is neither a number nor a percentage");
        }
        int healthy = healthy(pods, disrupted, now);
        if (!rule.needsScale()) {
            return new Counted(counts(rule, pods.size(), healthy, 0), List.of());
        }
        Map<String, Integer> wished = new HashMap<>();
        List<String> unmanaged = new ArrayList<>();
        for (CoveredPod pod : pods) {
            OwnerRef controller = pod.controller();
            if (controller == null) {
                unmanaged.add(pod.name());
                continue;
            }
            switch (scales.apply(controller)) {
                case Scale.Wished(var identity, var replicas) -> wished.put(identity, replicas);
                case Scale.None(var reason) -> {
                    return new SyncFailed(reason);
                }
                case Scale.Unseen(var kind) -> {
                    return new Unknowable("the scale of a " + kind + " isn't in the log");
                }
            }
        }
        int scale = wished.values().stream().mapToInt(Integer::intValue).sum();
        return new Counted(counts(rule, pods.size(), healthy, scale), unmanaged);
    }

    private static Counts counts(BudgetRule rule, int matched, int healthy, int scale) {
        return BudgetArithmetic.counts(rule.minAvailable(), rule.maxUnavailable(), matched, healthy, scale);
    }

    private static int healthy(Collection<CoveredPod> pods, Map<String, Instant> disrupted, Instant now) {
        int healthy = 0;
        for (CoveredPod pod : pods) {
            Instant evicted = disrupted.get(pod.name());
            boolean going = evicted != null && evicted.plus(DISRUPTION_TIMEOUT).isAfter(now);
            if (pod.ready() && !pod.terminating() && !going) {
                healthy++;
            }
        }
        return healthy;
    }
}
