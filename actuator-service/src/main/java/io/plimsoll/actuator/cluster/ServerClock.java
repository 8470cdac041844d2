package io.plimsoll.actuator.cluster;

import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API server's clock and ours agree. Nothing waits for it, leases least of all; but windows, blackouts and
 * deadlines go by our clock, and people who set them by theirs should know.
 */
public final class ServerClock {

    /** Machine time: what a slow answer and a header without fractions can make up. */
    private static final Duration TOLERATED = Duration.ofSeconds(10);

    private final Api api;
    private final ClusterClock clock;

    public ServerClock(Api api, ClusterClock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** One line where the clocks differ; null where they agree, or the server doesn't say. */
    public @Nullable String problem() {
        Instant theirs = api.date();
        Instant ours = clock.instant();
        if (theirs == null) {
            return null;
        }
        Duration ahead = Duration.between(ours, theirs);
        if (clock.machineTime(ahead.abs()).compareTo(TOLERATED) <= 0) {
            return null;
        }
        return "the clock here (" + ours + ") is " + ahead.abs().toSeconds() + " s "
                + (ahead.isNegative() ? "ahead of" : "behind") + " the API server's at " + api.url()
                + ": windows, blackouts and deadlines go by the clock here; set both by NTP";
    }
}
