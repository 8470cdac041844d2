package io.plimsoll.actuator.view;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How current the view of one resource is.
 *
 * @param age machine time since its watch last showed a sign of life
 * @param problem why it can't be relied on at all (first list under way, verb missing); null where it can
 */
public record Freshness(Duration age, @Nullable String problem) {

    public Freshness {
        requireNonNull(age, "age");
    }

    public static Freshness current() {
        return new Freshness(Duration.ZERO, null);
    }

    public static Freshness unusable(String problem) {
        return new Freshness(Duration.ZERO, problem);
    }
}
