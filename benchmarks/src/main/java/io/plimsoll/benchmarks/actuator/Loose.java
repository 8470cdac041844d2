package io.plimsoll.benchmarks.actuator;

import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.guard.GuardSettings;
import java.time.Duration;

/** Settings under which nothing waits but for the share of nodes that may be out. */
final class Loose {

    private Loose() {}

    /** So many percent of all nodes out, as many at once, one after the other without a pause. */
    static HelmSettings out(HelmSettings usual, int percent) {
        GuardSettings guards = usual.guards();
        return new HelmSettings(
                usual.cluster(),
                usual.dryRun(),
                usual.allowed(),
                new GuardSettings(
                        Integer.MAX_VALUE,
                        percent,
                        null,
                        null,
                        Duration.ZERO,
                        0,
                        Duration.ZERO,
                        guards.soakPatience(),
                        guards.breakerFailures(),
                        guards.breakerRest(),
                        guards.freshness(),
                        guards.quorumLabels(),
                        false,
                        guards.breakerUncordons()),
                usual.rules(),
                usual.evictionsPerSecond(),
                usual.force(),
                usual.rollbackAtWindowEnd(),
                usual.paused(),
                usual.guardInterval(),
                usual.calendar());
    }
}
