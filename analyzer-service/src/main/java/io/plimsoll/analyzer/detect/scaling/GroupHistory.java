package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.model.Copies;
import io.plimsoll.model.alert.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the nodes of one group lately, oldest first.
 *
 * @param actions nodes that joined or left
 * @param evictions pods that were evicted from its nodes
 * @param lowRequests nodes the autoscaler called little used while they were much used
 */
public record GroupHistory(List<Action> actions, List<Eviction> evictions, List<Instant> lowRequests) {

    private static final int MOST = 1_000;

    /**
     * A node that joined or left.
     *
     * @param excluded why the removal is none of the autoscaler's whims ({@code SPOT}, {@code UNHEALTHY},
     *     {@code UPGRADE}); null where it counts
     * @param disruption Karpenter's reason; null where none was given
     * @param lifetime of a removed node; zero for one that joined
     * @param skewed whether the lifetime came out negative and was set to zero
     * @param requestedMillis cpu that the pods of the group, and those that wait, asked for at that time
     * @param requestedBytes memory, likewise
     */
    public record Action(
            Instant at,
            boolean added,
            String node,
            @Nullable String providerId,
            @Nullable String systemUuid,
            @Nullable String instanceType,
            @Nullable String excluded,
            @Nullable String disruption,
            Duration lifetime,
            boolean skewed,
            long requestedMillis,
            long requestedBytes,
            List<String> workloads,
            Evidence evidence) {

        public Action {
            workloads = Copies.list(workloads);
        }

        boolean sameMachine(Action other) {
            boolean sameProvider = providerId != null && providerId.equals(other.providerId);
            boolean sameSystem = systemUuid != null && systemUuid.equals(other.systemUuid) && node.equals(other.node);
            return sameProvider || sameSystem;
        }
    }

    /** A pod that was evicted through the eviction API. */
    public record Eviction(Instant at, String node, String workload) {}

    public GroupHistory {
        actions = Copies.list(actions);
        evictions = Copies.list(evictions);
        lowRequests = Copies.list(lowRequests);
    }

    public static GroupHistory empty() {
        return new GroupHistory(List.of(), List.of(), List.of());
    }

    GroupHistory plus(Action action) {
        return new GroupHistory(appended(actions, action), evictions, lowRequests);
    }

    GroupHistory plus(Eviction eviction) {
        return new GroupHistory(actions, appended(evictions, eviction), lowRequests);
    }

    GroupHistory plusLowRequests(Instant at) {
        return new GroupHistory(actions, evictions, appended(lowRequests, at));
    }

    /** Without the removals that {@code again} shows to have been a reboot: the same machine came back. */
    GroupHistory withoutRemovalOf(Action again, Duration within) {
        Predicate<Action> undone =
                a -> !a.added() && a.sameMachine(again) && !again.at().isAfter(a.at().plus(within));
        return new GroupHistory(actions.stream().filter(undone.negate()).toList(), evictions, lowRequests);
    }

    boolean removedWithin(Action again, Duration within) {
        return actions.stream()
                .anyMatch(a -> !a.added() && a.sameMachine(again) && !again.at().isAfter(a.at().plus(within)));
    }

    GroupHistory since(Instant oldest) {
        return new GroupHistory(
                actions.stream().filter(a -> a.at().isAfter(oldest)).toList(),
                evictions.stream().filter(e -> e.at().isAfter(oldest)).toList(),
                lowRequests.stream().filter(at -> at.isAfter(oldest)).toList());
    }

    boolean isEmpty() {
        return actions.isEmpty() && evictions.isEmpty() && lowRequests.isEmpty();
    }

    private static <T> List<T> appended(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list.size() < MOST ? list : list.subList(1, list.size()));
        longer.add(last);
        return longer;
    }
}
