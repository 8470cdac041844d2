package io.plimsoll.actuator.cases;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.node.NodeRules;
import java.time.Duration;

/** Variations of the usual settings. */
final class Limits {

    private Limits() {}

    /** So many percent of the nodes may be out. */
    static HelmSettings out(HelmSettings settings, int percent) {
        GuardSettings g = settings.guards();
        return guards(
                settings,
                new GuardSettings(
                        g.maxConcurrent(),
                        percent,
                        null,
                        null,
                        g.interval(),
                        g.freePercent(),
                        g.soakCalm(),
                        g.soakPatience(),
                        g.breakerFailures(),
                        g.breakerRest(),
                        g.freshness(),
                        g.quorumLabels()));
    }

    /** Intervals and soaks of seconds. */
    static HelmSettings quick(HelmSettings settings) {
        GuardSettings g = settings.guards();
        Duration brief = Duration.ofSeconds(10);
        NodeRules r = settings.rules();
        HelmSettings quicker = guards(
                settings,
                new GuardSettings(
                        g.maxConcurrent(),
                        g.maxOutPercent(),
                        null,
                        null,
                        brief,
                        g.freePercent(),
                        brief,
                        g.soakPatience(),
                        g.breakerFailures(),
                        g.breakerRest(),
                        g.freshness(),
                        g.quorumLabels()));
        return new HelmSettings(
                quicker.cluster(),
                quicker.dryRun(),
                quicker.allowed(),
                quicker.guards(),
                new NodeRules(brief, r.patience(), r.webhookPatience(), r.stuckAfter(), r.releaseAttempts(), r.seed()),
                quicker.evictionsPerSecond(),
                quicker.force(),
                quicker.rollbackAtWindowEnd(),
                quicker.guardInterval(),
                quicker.calendar());
    }

    /** Pods may be deleted past their budgets at the deadline. */
    static HelmSettings forced(HelmSettings s) {
        return new HelmSettings(
                s.cluster(),
                s.dryRun(),
                s.allowed(),
                s.guards(),
                s.rules(),
                s.evictionsPerSecond(),
                true,
                s.rollbackAtWindowEnd(),
                s.guardInterval(),
                s.calendar());
    }

    /** Quick, and only within the calendar's windows. */
    static HelmSettings within(HelmSettings settings, Calendar calendar) {
        HelmSettings s = quick(settings);
        return new HelmSettings(
                s.cluster(),
                s.dryRun(),
                s.allowed(),
                s.guards(),
                s.rules(),
                s.evictionsPerSecond(),
                s.force(),
                s.rollbackAtWindowEnd(),
                s.guardInterval(),
                calendar);
    }

    private static HelmSettings guards(HelmSettings s, GuardSettings guards) {
        return new HelmSettings(
                s.cluster(),
                s.dryRun(),
                s.allowed(),
                guards,
                s.rules(),
                s.evictionsPerSecond(),
                s.force(),
                s.rollbackAtWindowEnd(),
                s.guardInterval(),
                s.calendar());
    }
}
