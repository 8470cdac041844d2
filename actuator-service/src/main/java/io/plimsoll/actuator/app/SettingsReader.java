package io.plimsoll.actuator.app;

import io.plimsoll.actuator.calendar.BlackoutSetting;
import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.calendar.WindowSetting;
import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.cluster.Leadership;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.actuator.node.NodeRules;
import io.plimsoll.actuator.service.ActuatorSettings;
import io.plimsoll.wire.time.ClusterClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Turns configuration into the actuator's settings. */
final class SettingsReader {

    private static final Duration GUARDS_AGAIN = Duration.ofMillis(250);

    private SettingsReader() {}

    static ActuatorSettings settings(String cluster, CommonConfig common, ActuatorConfig own, Config config) {
        ClusterClock clock = common.clock().speed() == 1
                ? ClusterClock.realTime()
                : new ClusterClock(
                        InstantSource.system(),
                        common.clock().origin().orElseGet(Instant::now),
                        common.clock().speed());
        return new ActuatorSettings(
                own.instance().orElseGet(SettingsReader::hostName),
                helm(cluster, own, clock),
                new KafkaSettings(kafka(config), common.topics().prefix(), cluster),
                clock,
                new Leadership.LeaseName(own.lease().namespace(), own.lease().name()),
                new Leadership.Terms(
                        own.lease().duration(), own.lease().trust(), own.lease().renewal()),
                own.apiPatience(),
                own.groupLabel(),
                requesters(common.requests()));
    }

    private static @Nullable Path requesters(CommonConfig.RequestKeys keys) {
        return switch (keys.signatures()) {
            case OFF -> null;
            case REQUIRED ->
                Path.of(keys.keys()
                        .orElseThrow(() -> new IllegalArgumentException("plimsoll.requests.signatures is required, but"
                                + " plimsoll.requests.keys names no file: see docs/signed-requests.md")));
        };
    }

    private static HelmSettings helm(String cluster, ActuatorConfig own, ClusterClock clock) {
        NodeRules usual = NodeRules.defaults();
        Duration guardsAgain = Duration.ofNanos((long) (GUARDS_AGAIN.toNanos() * clock.speed()));
        return new HelmSettings(
                cluster,
                own.mode() == ActuatorConfig.Mode.DRY_RUN,
                own.decisions().allow(),
                guards(own.guards()),
                new NodeRules(
                        own.soak(),
                        usual.patience(),
                        usual.webhookPatience(),
                        usual.stuckAfter(),
                        usual.releaseAttempts(),
                        cluster.hashCode()),
                own.evictionsPerSecond(),
                own.force(),
                own.windowEnd() == ActuatorConfig.WindowEnd.ROLLBACK,
                own.paused(),
                guardsAgain,
                calendar(own));
    }

    private static GuardSettings guards(ActuatorConfig.GuardKeys keys) {
        return new GuardSettings(
                keys.maxConcurrent(),
                keys.maxOutPercent(),
                boxed(keys.maxPerZone()),
                boxed(keys.maxPerGroup()),
                keys.interval(),
                keys.freePercent(),
                keys.soakCalm(),
                keys.soakPatience(),
                keys.breakerFailures(),
                keys.breakerRest(),
                keys.freshness(),
                keys.quorumLabels(),
                keys.onePerZone(),
                keys.breakerUncordons());
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static Calendar calendar(ActuatorConfig own) {
        List<WindowSetting> windows = own.windows().stream()
                .map(window -> new WindowSetting(
                        window.name(),
                        window.days().orElse(List.of()),
                        window.start().orElse(null),
                        window.end().orElse(null),
                        window.zone().orElse(null),
                        window.cron().orElse(null),
                        window.duration().orElse(null)))
                .toList();
        List<BlackoutSetting> blackouts =
                own.blackouts().stream().map(SettingsReader::blackout).toList();
        return windows.isEmpty() && blackouts.isEmpty() ? Calendar.always() : Calendar.of(windows, blackouts);
    }

    /** With both, or neither, the calendar says what is wrong with it. */
    private static BlackoutSetting blackout(ActuatorConfig.BlackoutKeys keys) {
        WindowSetting recurring = new WindowSetting(
                keys.name(),
                keys.days().orElse(List.of()),
                keys.start().orElse(null),
                keys.end().orElse(null),
                keys.zone().orElse(null),
                keys.cron().orElse(null),
                keys.duration().orElse(null));
        boolean recurs = !recurring.equals(new WindowSetting(keys.name(), List.of(), null, null, null, null, null));
        return new BlackoutSetting(
                keys.name(), keys.from().orElse(null), keys.to().orElse(null), recurs ? recurring : null);
    }

    /** Everything under {@code kafka.} goes to the clients by Kafka's own names. */
    private static Map<String, String> kafka(Config config) {
        Map<String, String> kafka = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("kafka.")) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> kafka.put(name.substring("kafka.".length()), value));
            }
        }
        kafka.putIfAbsent("bootstrap.servers", "localhost:9092");
        return kafka;
    }

    private static String hostName() {
        String fromEnvironment = System.getenv("HOSTNAME");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "actuator";
        }
    }
}
