package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.model.Copies;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker's memory: pods found unschedulable while maintenance was under way, by uid.
 *
 * @param since when each was first found so; forgotten after the window, or once maintenance is no longer under way
 * @param trippedAt when the breaker last tripped; null if it never did
 */
public record SchedulingFailures(
        Map<String, Instant> since, @Nullable Instant trippedAt) {

    public SchedulingFailures {
        since = Copies.map(since);
    }

    public static SchedulingFailures none() {
        return new SchedulingFailures(Map.of(), null);
    }

    /** Whether everything rests because of them. */
    public boolean rest(Duration howLong, Instant now) {
        return trippedAt != null && now.isBefore(trippedAt.plus(howLong));
    }

    /**
     * The memory after another look at the cluster.
     *
     * @param underwaySince since when any node of ours is out; null while none is
     * @param threshold failures that trip it
     * @param window how long a failure is remembered
     */
    public SchedulingFailures observed(
            ClusterView view, @Nullable Instant underwaySince, int threshold, Duration window, Instant now) {
        if (underwaySince == null) {
            return new SchedulingFailures(Map.of(), trippedAt);
        }
        Instant oldest = now.minus(window);
        Map<String, Instant> remembered = new LinkedHashMap<>();
        since.forEach((uid, at) -> {
            if (at.isAfter(oldest)) {
                remembered.put(uid, at);
            }
        });
        int known = remembered.size();
        Unschedulable.since(view, underwaySince).forEach(pod -> remembered.putIfAbsent(pod.uid(), now));
        boolean trips = remembered.size() >= threshold && remembered.size() > known;
        return new SchedulingFailures(remembered, trips ? now : trippedAt);
    }
}
