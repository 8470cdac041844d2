package io.plimsoll.simulator.kubelet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node says MemoryPressure. True at once when available memory falls below the threshold; false only after
 * it has stayed above for the whole transition period, so the condition never lasts less than that.
 *
 * @param lastMet when the threshold was last seen crossed; null before the first time
 */
public record PressureState(boolean pressure, @Nullable Instant lastMet) {

    public static final PressureState NONE = new PressureState(false, null);

    /** The kubelet's hard threshold {@code memory.available<100Mi}. */
    public static final long HARD_THRESHOLD = 100L << 20;

    public static final Duration TRANSITION_PERIOD = Duration.ofMinutes(5);

    public PressureState observe(long available, long threshold, Duration transition, Instant now) {
        if (available < threshold) {
            return new PressureState(true, now);
        }
        boolean lasting = lastMet != null && now.isBefore(lastMet.plus(transition));
        return new PressureState(pressure && lasting, lastMet);
    }
}
