package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.Tick.Standing;
import io.plimsoll.model.fact.WatchGap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How much of what the watcher says can be relied on, by resource.
 *
 * <p>A resource that the newest tick doesn't mention is taken as current once a tick or its {@code Synced} was seen: a
 * recording may hold ticks without details.
 */
public final class Watching {

    private static final String LOG = "facts";

    /** How long a list may go on before its resource counts as lost. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** UNKNOWN: no tick yet, or its first list is under way. LOST: it was watched, or should be, and isn't. */
    public enum View {
        UNKNOWN,
        CURRENT,
        LOST
    }

    private final Map<String, Currency> currencies = new TreeMap<>();
    private final Map<String, Instant> notCurrentSince = new TreeMap<>();
    private final Map<String, WatchGap> gaps = new TreeMap<>();
    private final Set<String> synced = new TreeSet<>();
    private final Set<String> justCurrent = new TreeSet<>();
    private @Nullable Tick last;
    private @Nullable Instant newestUsage;
    private @Nullable Duration usageWindow;

    /** What must survive a restart. */
    record Kept(
            Instant now,
            @Nullable Tick last,
            Map<String, Instant> notCurrentSince,
            Map<String, WatchGap> gaps,
            Set<String> synced,
            @Nullable Instant newestUsage,
            @Nullable Duration usageWindow) {}

    Kept kept(Instant now) {
        return new Kept(
                now,
                last,
                new TreeMap<>(notCurrentSince),
                new TreeMap<>(gaps),
                new TreeSet<>(synced),
                newestUsage,
                usageWindow);
    }

    void restore(Kept kept) {
        last = kept.last();
        if (kept.last() != null) {
            currencies.putAll(kept.last().resources());
        }
        notCurrentSince.putAll(kept.notCurrentSince());
        gaps.putAll(kept.gaps());
        synced.addAll(kept.synced());
        newestUsage = kept.newestUsage();
        usageWindow = kept.usageWindow();
    }

    void usage(Instant timestamp, Duration window) {
        if (newestUsage == null || timestamp.isAfter(newestUsage)) {
            newestUsage = timestamp;
            usageWindow = window;
        }
    }

    /** The end of the newest usage sample's window; null before the first. */
    public @Nullable Instant newestUsage() {
        return newestUsage;
    }

    public @Nullable Duration usageWindow() {
        return usageWindow;
    }

    /** Whether a list of the resource was ever completed. */
    public boolean everSynced(String resource) {
        return synced.contains(resource);
    }

    /** Whether the newest control record made it current. */
    public boolean justCurrent(String resource) {
        return justCurrent.contains(resource);
    }

    void tick(Tick tick) {
        last = tick;
        justCurrent.clear();
        currencies.clear();
        currencies.putAll(tick.resources());
        tick.resources().forEach((resource, currency) -> {
            if (currency.current()) {
                synced.add(resource);
                gaps.remove(resource);
                if (notCurrentSince.remove(resource) != null) {
                    justCurrent.add(resource);
                }
            } else {
                notCurrentSince.putIfAbsent(resource, tick.at().minusMillis(Math.max(0, currency.ageMillis())));
            }
        });
    }

    void synced(String resource) {
        synced.add(resource);
        gaps.remove(resource);
    }

    void gap(String resource, WatchGap gap) {
        if (resource.equals(LOG)) {
            return; // how late the log itself is, every tick tells
        }
        gaps.put(resource, gap);
        notCurrentSince.putIfAbsent(resource, gap.since());
    }

    /** The newest tick; null before the first. */
    public @Nullable Tick lastTick() {
        return last;
    }

    /** The resources that ticks or gaps speak of. */
    public Set<String> resources() {
        Set<String> all = new TreeSet<>(currencies.keySet());
        all.addAll(gaps.keySet());
        return all;
    }

    public @Nullable Currency currency(String resource) {
        return currencies.get(resource);
    }

    /** Since when the resource hasn't been current; null where it is. */
    public @Nullable Instant notCurrentSince(String resource) {
        return notCurrentSince.get(resource);
    }

    public @Nullable WatchGap gap(String resource) {
        return gaps.get(resource);
    }

    /** How far the resource can be relied on now. */
    public View view(String resource) {
        if (gaps.containsKey(resource)) {
            return View.LOST;
        }
        Currency currency = currencies.get(resource);
        if (currency == null) {
            return last != null || synced.contains(resource) ? View.CURRENT : View.UNKNOWN;
        }
        return switch (currency.standing()) {
            case CURRENT -> View.CURRENT;
            case SYNCING -> synced.contains(resource) && lastsTooLong(resource) ? View.LOST : View.UNKNOWN;
            case GAP, FORBIDDEN, ABSENT -> View.LOST;
        };
    }

    private boolean lastsTooLong(String resource) {
        Instant since = notCurrentSince.get(resource);
        return since != null
                && last != null
                && Duration.between(since, last.at()).compareTo(PATIENCE) > 0;
    }

    /** Whether the API of the resource isn't there at all: nothing to wait for. */
    public boolean absent(String resource) {
        Currency currency = currencies.get(resource);
        return currency != null && currency.standing() == Standing.ABSENT;
    }
}
