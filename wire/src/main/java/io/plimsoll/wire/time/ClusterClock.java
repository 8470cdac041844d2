package io.plimsoll.wire.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Cluster time: the machine's time, or a time lapse of it.
 *
 * <p>Processes with the same origin and speed agree on it as far as their machines do. Durations of the domain (windows,
 * soak, backoff) are in cluster time; leases, time-outs and staleness are in machine time and never pass through here.
 *
 * @param machine the machine's clock
 * @param origin the instant at which both clocks showed the same; without meaning at speed 1
 * @param speed seconds of cluster time in a second of machine time, above 0
 */
public record ClusterClock(InstantSource machine, Instant origin, double speed) implements InstantSource {

    private static final double NANOS_A_SECOND = 1e9;

    public ClusterClock {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("clock speed must be above 0, was " + speed);
        }
    }

    /** The machine's own time. */
    public static ClusterClock realTime() {
        return new ClusterClock(InstantSource.system(), Instant.EPOCH, 1);
    }

    @Override
    public Instant instant() {
        Instant now = machine.instant();
        if (speed == 1) {
            return now;
        }
        return origin.plus(scaled(Duration.between(origin, now), speed));
    }

    /** How long the machine waits while {@code clusterTime} passes; at least a millisecond for anything above 0. */
    public Duration machineTime(Duration clusterTime) {
        if (speed == 1 || clusterTime.isZero() || clusterTime.isNegative()) {
            return clusterTime;
        }
        Duration wait = scaled(clusterTime, 1 / speed);
        return wait.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : wait;
    }

    private static Duration scaled(Duration duration, double factor) {
        double seconds = (duration.getSeconds() + duration.getNano() / NANOS_A_SECOND) * factor;
        long whole = (long) Math.floor(seconds);
        return Duration.ofSeconds(whole, (long) ((seconds - whole) * NANOS_A_SECOND));
    }
}
