package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.request.DrainOptions;
import org.jspecify.annotations.Nullable;

/**
 * The node that is to be started.
 *
 * @param origin id of the request or decision
 * @param plan made just now from the same view; null where nothing will be evicted (a plain cordon)
 */
public record Candidate(
        String origin,
        String node,
        DrainOptions options,
        @Nullable NodePlan plan) {}
