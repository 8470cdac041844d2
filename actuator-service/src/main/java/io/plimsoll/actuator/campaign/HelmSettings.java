package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.NodeRules;
import io.plimsoll.model.decision.Action;
import java.time.Duration;
import java.util.Set;

/**
 * What the helm goes by.
 *
 * @param dryRun whether nothing at all is to be touched
 * @param allowed decisions that are carried out; the others are dropped and accounted for
 * @param evictionsPerSecond of cluster time, over all nodes
 * @param force whether a request may have pods deleted past their budgets
 * @param rollbackAtWindowEnd whether a node under way is rolled back when its window ends; else it waits for the next
 * @param paused whether the switch is on: nothing is started, and no pod is evicted
 * @param guardInterval how often guards that are closed are asked again, at most
 */
public record HelmSettings(
        String cluster,
        boolean dryRun,
        Set<Action> allowed,
        GuardSettings guards,
        NodeRules rules,
        int evictionsPerSecond,
        boolean force,
        boolean rollbackAtWindowEnd,
        boolean paused,
        Duration guardInterval,
        Calendar calendar) {

    public HelmSettings {
        allowed = Set.copyOf(allowed);
    }

    /** Whether the node was taken up in earnest, before the mode became dry-run: nothing is done for it until that is over. */
    boolean standsStill(NodeWork work) {
        return dryRun && !work.life().task().dryRun();
    }

    public static HelmSettings of(String cluster, boolean dryRun) {
        return new HelmSettings(
                cluster,
                dryRun,
                Set.of(
                        Action.PAUSE_MAINTENANCE,
                        Action.RESUME_MAINTENANCE,
                        Action.CORDON_NODE,
                        Action.UNCORDON_NODE,
                        Action.SUSPEND_SCALE_DOWN,
                        Action.RESTORE_SCALE_DOWN),
                GuardSettings.DEFAULTS,
                NodeRules.defaults(),
                5,
                false,
                true,
                false,
                Duration.ofMillis(250),
                Calendar.always());
    }
}
