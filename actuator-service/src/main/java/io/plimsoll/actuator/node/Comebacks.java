package io.plimsoll.actuator.node;

import io.plimsoll.actuator.node.PodTask.Listed;
import io.plimsoll.actuator.node.PodTask.Waiting;
import io.plimsoll.model.fact.OwnerRef;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pods that their controller puts back on the node that they were evicted from, past the cordon.
 *
 * <p>They have to go as well, so each is asked, but for one controller one after the other and in growing gaps: else they
 * would be evicted as fast as they come until the deadline. Pods of others, and those that were there from the beginning, go
 * as usual. Bounded by the number of controllers.
 *
 * @param byController uid; changes in place
 */
record Comebacks(NodeRules rules, Map<String, Comeback> byController) {

    static Comebacks of(NodeRules rules, NodeLife.Draining state) {
        return new Comebacks(rules, new LinkedHashMap<>(state.comebacks()));
    }

    /** One of the pod's kind is being asked to go: whatever comes in its place comes back. */
    void asked(PodSight pod, Instant now) {
        String controller = controller(pod);
        if (controller != null) {
            byController.putIfAbsent(controller, new Comeback(0, now));
        }
    }

    /** A pod that wasn't there before. */
    PodTask came(Task task, PodSight pod, Instant now) {
        OwnerRef owner = pod.owner();
        String controller = controller(pod);
        Comeback before = controller == null ? null : byController.get(controller);
        if (owner == null || controller == null || before == null) {
            return new Listed();
        }
        Instant from = before.until().isAfter(now) ? before.until() : now;
        Comeback next = before.again(from.plus(new Backoff(rules.seed()).after(before.times() + 1, controller)));
        byController.put(controller, next);
        var cause = Causes.returns(task, pod, owner, next.times(), next.until());
        return new Waiting(0, now, next.until(), true, cause, Map.of(), null);
    }

    private static @Nullable String controller(PodSight pod) {
        return pod.owner() == null ? null : pod.owner().uid();
    }
}
