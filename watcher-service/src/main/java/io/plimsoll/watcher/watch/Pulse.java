package io.plimsoll.watcher.watch;

import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.Tick.Standing;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How current the view of one resource is. Written by its loop, read by ticks, health and metrics.
 *
 * <p>What counts is machine time since the stream last showed a sign of life: an event, a bookmark, an orderly close, an
 * answer to a new watch.
 */
public final class Pulse {

    private final String resource;
    private final Duration gapAfter;
    private final LongSupplier nanoTime;

    private Standing standing = Standing.SYNCING;
    private @Nullable String reason;
    private @Nullable String remedy;
    private long lastSignNanos;
    private boolean gapTold;
    private boolean synced;

    public Pulse(String resource, Duration gapAfter, LongSupplier nanoTime) {
        this.resource = resource;
        this.gapAfter = gapAfter;
        this.nanoTime = nanoTime;
        this.lastSignNanos = nanoTime.getAsLong();
    }

    public String resource() {
        return resource;
    }

    /** The stream lives. */
    synchronized void sign() {
        lastSignNanos = nanoTime.getAsLong();
        if (synced) {
            standing = Standing.CURRENT;
            reason = null;
            remedy = null;
            gapTold = false;
        } else if (standing == Standing.SYNCING) {
            reason = null; // the first list goes on
            remedy = null;
        }
    }

    /** A list is complete and in the log. */
    synchronized void synced() {
        synced = true;
        sign();
    }

    /** The stream is lost for now, and comes back by itself; the age goes on. */
    synchronized void lost(String why) {
        lost(why, null);
    }

    /** The stream is lost; {@code mending} says what to look at should that last. */
    synchronized void lost(String why, @Nullable String mending) {
        reason = why;
        remedy = mending;
    }

    /** It can't be followed until somebody does something. */
    synchronized void degraded(Standing how, String why, String mending) {
        standing = how;
        reason = why;
        remedy = mending;
    }

    /** Why there is a gap that hasn't been told yet, or null; once told, it isn't given again until the stream is back. */
    synchronized @Nullable String untoldGap() {
        boolean degraded = standing == Standing.ABSENT || standing == Standing.FORBIDDEN;
        if (gapTold || (!degraded && age().compareTo(gapAfter) < 0)) {
            return null;
        }
        gapTold = true;
        String why = reason == null ? "no sign of life" : reason;
        return degraded ? standing.name().toLowerCase(java.util.Locale.ROOT) + ": " + why : why;
    }

    /** For ticks: a gap from {@code gapAfter} on, otherwise as it stands. */
    public synchronized Currency currency() {
        Standing shown =
                switch (standing) {
                    case CURRENT, SYNCING, GAP -> {
                        boolean gap = age().compareTo(gapAfter) >= 0;
                        yield gap ? Standing.GAP : standing;
                    }
                    case ABSENT, FORBIDDEN -> standing;
                };
        String why = shown == Standing.GAP && reason == null ? "no sign of life" : reason;
        return new Currency(shown, age().toMillis(), why);
    }

    /** What mends it, where somebody must act; else null. */
    public synchronized @Nullable String remedy() {
        return remedy;
    }

    synchronized Duration age() {
        return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - lastSignNanos));
    }

    /** Whether it is synced, or known not to be to be had. */
    synchronized boolean hasBegun() {
        return synced || standing != Standing.SYNCING;
    }

    synchronized boolean isSynced() {
        return synced;
    }
}
