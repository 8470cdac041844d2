package io.plimsoll.actuator.node;

import java.time.Duration;

/** Growing gaps of 1 to 60 seconds, each up to a quarter longer by a jitter that the seed decides. */
record Backoff(long seed) {

    private static final long SHORTEST = 1_000;
    private static final long LONGEST = 60_000;

    /** The gap after the given attempt, counted from 1. */
    Duration after(int attempt, String key) {
        long base = Math.min(LONGEST, SHORTEST << Math.min(10, Math.max(0, attempt - 1)));
        return Duration.ofMillis(Math.min(LONGEST, base + Math.floorMod(mixed(attempt, key), base / 4 + 1)));
    }

    /** SplitMix64's finalizer over what distinguishes this gap. */
    private long mixed(int attempt, String key) {
        long z = seed + 0x9E3779B97F4A7C15L * (31L * key.hashCode() + attempt);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
