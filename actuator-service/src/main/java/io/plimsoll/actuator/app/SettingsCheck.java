package io.plimsoll.actuator.app;

import io.plimsoll.wire.start.Faults;
import java.time.Duration;
import java.util.OptionalInt;

/** What annotations on the keys can't say: bounds of durations, and keys that must agree with each other. */
final class SettingsCheck {

    private static final String OWN = "plimsoll.actuator.";
    private static final int DAY = 86_400;

    private SettingsCheck() {}

    static void look(CommonConfig common, ActuatorConfig own, Faults faults) {
        common(common, faults);
        faults.within(OWN + "soak", own.soak(), 0, DAY);
        faults.within(OWN + "api-patience", own.apiPatience(), 1, 300);
        lease(own.lease(), faults);
        guards(own.guards(), faults);
    }

    private static void common(CommonConfig common, Faults faults) {
        String cluster = common.cluster().orElse("");
        faults.require(
                cluster.indexOf('/') < 0 && cluster.indexOf('|') < 0,
                "plimsoll.cluster is \"" + cluster + "\", expected a name without '/' and '|'");
        double speed = common.clock().speed();
        faults.require(speed > 0, "plimsoll.clock.speed is " + speed + ", expected above 0");
        faults.require(
                speed == 1 || common.clock().origin().isPresent(),
                "plimsoll.clock.origin is missing, expected an instant where plimsoll.clock.speed isn't 1");
        faults.require(!common.topics().prefix().isBlank(), "plimsoll.topics.prefix is empty, expected a name");
        faults.require(
                common.requests().signatures() == CommonConfig.RequestKeys.Signatures.OFF
                        || common.requests().keys().isPresent(),
                "plimsoll.requests.keys is missing, expected a file where plimsoll.requests.signatures is \"required\";"
                        + " see docs/signed-requests.md");
    }

    /** Who trusts the lease for longer than it holds writes beside the next leader. */
    private static void lease(ActuatorConfig.LeaseKeys lease, Faults faults) {
        faults.within(OWN + "lease.duration", lease.duration(), 3, 60);
        below("lease.trust", lease.trust(), "lease.duration", lease.duration(), faults);
        below("lease.renewal", lease.renewal(), "lease.trust", lease.trust(), faults);
    }

    private static void below(String key, Duration value, String bound, Duration limit, Faults faults) {
        faults.require(
                value.isPositive() && value.compareTo(limit) < 0,
                OWN + key + " is " + value + ", expected above 0 and below " + OWN + bound + ", which is " + limit);
    }

    private static void guards(ActuatorConfig.GuardKeys guards, Faults faults) {
        faults.within(OWN + "guards.interval", guards.interval(), 0, 7 * DAY);
        faults.within(OWN + "guards.soak-calm", guards.soakCalm(), 0, DAY);
        faults.within(OWN + "guards.soak-patience", guards.soakPatience(), 0, 7 * DAY);
        faults.within(OWN + "guards.breaker-rest", guards.breakerRest(), 0, 7 * DAY);
        faults.within(OWN + "guards.freshness", guards.freshness(), 1, 300);
        atLeastOne("guards.max-per-zone", guards.maxPerZone(), faults);
        atLeastOne("guards.max-per-group", guards.maxPerGroup(), faults);
    }

    private static void atLeastOne(String key, OptionalInt value, Faults faults) {
        value.ifPresent(given -> faults.within(OWN + key, given, 1, Integer.MAX_VALUE));
    }
}
