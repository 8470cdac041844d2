package io.plimsoll.actuator.cases;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.node.NodeRules;
import java.time.Duration;

/** Variations of the usual settings. */
final class Limits {

    private static final Duration BRIEF = Duration.ofSeconds(10);

    private Limits() {}

    /** So many percent of the nodes may be out. */
    static HelmSettings out(HelmSettings settings, int percent) {
        GuardSettings g = settings.guards();
        return guards(settings, guards(g, g.maxConcurrent(), percent, g.interval(), g.soakCalm()));
    }

    /** So many nodes of ours at once, without an interval. */
    static HelmSettings together(HelmSettings settings, int nodes) {
        GuardSettings g = settings.guards();
        return guards(settings, guards(g, nodes, g.maxOutPercent(), Duration.ZERO, g.soakCalm()));
    }

    /** So many nodes of ours out at once. */
    static HelmSettings atOnce(HelmSettings settings, int nodes) {
        GuardSettings g = settings.guards();
        return guards(settings, guards(g, nodes, g.maxOutPercent(), g.interval(), g.soakCalm()));
    }

    /** Intervals and soaks of seconds. */
    static HelmSettings quick(HelmSettings settings) {
        GuardSettings g = settings.guards();
        NodeRules r = settings.rules();
        HelmSettings quicker = guards(settings, guards(g, g.maxConcurrent(), g.maxOutPercent(), BRIEF, BRIEF));
        NodeRules rules =
                new NodeRules(BRIEF, r.patience(), r.webhookPatience(), r.stuckAfter(), r.releaseAttempts(), r.seed());
        return with(quicker, quicker.guards(), rules, quicker.force(), quicker.calendar());
    }

    /** Our marks are tried to be taken off so many times. */
    static HelmSettings attempts(HelmSettings s, int releases) {
        NodeRules r = s.rules();
        NodeRules rules =
                new NodeRules(r.soak(), r.patience(), r.webhookPatience(), r.stuckAfter(), releases, r.seed());
        return with(s, s.guards(), rules, s.force(), s.calendar());
    }

    /** Pods may be deleted past their budgets at the deadline. */
    static HelmSettings forced(HelmSettings settings) {
        return with(settings, settings.guards(), settings.rules(), true, settings.calendar());
    }

    /** Quick, and only within the calendar's windows. */
    static HelmSettings within(HelmSettings settings, Calendar calendar) {
        HelmSettings s = quick(settings);
        return with(s, s.guards(), s.rules(), s.force(), calendar);
    }

    /** Nodes under way when their window ends wait for the next one. */
    static HelmSettings finishing(HelmSettings s) {
        return with(s, s.guards(), s.rules(), s.force(), s.calendar(), false);
    }

    private static GuardSettings guards(
            GuardSettings g, int concurrent, int percent, Duration interval, Duration calm) {
        return new GuardSettings(
                concurrent,
                percent,
                g.maxPerZone(),
                g.maxPerGroup(),
                interval,
                g.freePercent(),
                calm,
                g.soakPatience(),
                g.breakerFailures(),
                g.breakerRest(),
                g.freshness(),
                g.quorumLabels(),
                g.onePerZone(),
                g.breakerUncordons());
    }

    private static HelmSettings guards(HelmSettings s, GuardSettings guards) {
        return with(s, guards, s.rules(), s.force(), s.calendar());
    }

    private static HelmSettings with(
            HelmSettings s, GuardSettings guards, NodeRules rules, boolean force, Calendar calendar) {
        return with(s, guards, rules, force, calendar, s.rollbackAtWindowEnd());
    }

    private static HelmSettings with(
            HelmSettings s,
            GuardSettings guards,
            NodeRules rules,
            boolean force,
            Calendar calendar,
            boolean rollbackAtWindowEnd) {
        return new HelmSettings(
                s.cluster(),
                s.dryRun(),
                s.allowed(),
                guards,
                rules,
                s.evictionsPerSecond(),
                force,
                rollbackAtWindowEnd,
                s.paused(),
                s.guardInterval(),
                calendar);
    }
}
