package io.plimsoll.actuator.node;

import io.plimsoll.model.Copies;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod that has to leave the node, as seen now.
 *
 * @param graceSeconds its termination grace
 * @param critical whether it goes after the ordinary ones
 * @param leavingSince its deletion timestamp, when the grace ends; null while nobody has deleted it
 * @param budgets the disruption budgets that its eviction draws on
 * @param obstacle why evicting it now would be refused, or is not permitted; null when nothing stands against it
 * @param permitted false where an option of the request is missing: it is never evicted
 * @param owner the controller that makes another in its place; null where none does
 */
public record PodSight(
        String uid,
        String namespace,
        String name,
        long graceSeconds,
        boolean critical,
        @Nullable Instant leavingSince,
        List<String> finalizers,
        List<BudgetSight> budgets,
        @Nullable Cause obstacle,
        boolean permitted,
        @Nullable OwnerRef owner) {

    public PodSight {
        finalizers = Copies.list(finalizers);
        budgets = Copies.list(budgets);
    }

    /**
     * A budget over the pod.
     *
     * @param version changes whenever the budget does; compare for equality only
     * @param allowed disruptions it allows now
     */
    public record BudgetSight(String name, String version, int allowed) {}

    public String display() {
        return namespace + "/" + name;
    }
}
