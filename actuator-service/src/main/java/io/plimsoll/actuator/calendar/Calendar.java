package io.plimsoll.actuator.calendar;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All windows and blackouts together: open inside any window (or the one that is asked for) and outside every blackout.
 *
 * <p>Without any window it is open but for the blackouts. While anything in it can't be read, nothing is open: what it
 * was meant to forbid is not known.
 */
public final class Calendar {

    /** Windows and blackouts that abut for longer than this have no end in sight. */
    private static final int MOST_STEPS = 4_000;

    private final Map<String, Recurrence> windows;
    private final Map<String, Recurrence> blackouts;
    private final List<String> problems;

    private Calendar(Map<String, Recurrence> windows, Map<String, Recurrence> blackouts, List<String> problems) {
        this.windows = Copies.map(windows);
        this.blackouts = Copies.map(blackouts);
        this.problems = Copies.list(problems);
    }

    /** A calendar without windows: always open. */
    public static Calendar always() {
        return of(List.of(), List.of());
    }

    /** Reads the settings. What can't be read is named by {@link #problems}, and closes the calendar. */
    public static Calendar of(List<WindowSetting> windows, List<BlackoutSetting> blackouts) {
        List<String> problems = new ArrayList<>();
        Map<String, Recurrence> readWindows = new LinkedHashMap<>();
        for (WindowSetting window : windows) {
            read("window " + window.name(), window.name(), () -> WindowReader.window(window), readWindows, problems);
        }
        Map<String, Recurrence> readBlackouts = new LinkedHashMap<>();
        for (BlackoutSetting blackout : blackouts) {
            read(
                    "blackout " + blackout.name(),
                    blackout.name(),
                    () -> WindowReader.blackout(blackout),
                    readBlackouts,
                    problems);
        }
        return new Calendar(readWindows, readBlackouts, problems);
    }

    private static void read(
            String what,
            String name,
            Supplier<Recurrence> reading,
            Map<String, Recurrence> into,
            List<String> problems) {
        try {
            if (into.put(name, reading.get()) != null) {
                problems.add(what + " is there twice: give each its own name");
            }
        } catch (IllegalArgumentException e) {
            problems.add(what + " can't be read: " + e.getMessage());
        }
    }

    /** One line for each window or blackout that can't be read; while there is any, nothing is open. */
    public List<String> problems() {
        return problems;
    }

    /** Names of the windows that could be read. */
    public Set<String> windows() {
        return windows.keySet();
    }

    /** The state at an instant, of one window or (null) of any. */
    public Opening at(Instant instant, @Nullable String window) {
        if (!problems.isEmpty()) {
            return new Opening.Shut(
                    "UNREADABLE",
                    "the calendar is closed: " + String.join("; ", problems),
                    "mend it in plimsoll.actuator.windows or plimsoll.actuator.blackouts",
                    null);
        }
        if (window != null && !windows.containsKey(window)) {
            return new Opening.Shut(
                    "UNKNOWN_WINDOW",
                    "there is no window '" + window + "'",
                    windows.isEmpty()
                            ? "ask without a window: none is configured"
                            : "ask for one of " + String.join(", ", windows.keySet()),
                    null);
        }
        Map<String, Recurrence> allowed = window == null ? windows : Map.of(window, windows.get(window));
        return judged(instant, allowed);
    }

    private Opening judged(Instant instant, Map<String, Recurrence> allowed) {
        for (var blackout : blackouts.entrySet()) {
            Span span = blackout.getValue().containing(instant);
            if (span != null) {
                Instant opens = opening(instant, allowed);
                return new Opening.Shut(
                        "BLACKOUT",
                        "blackout " + blackout.getKey() + " lasts until " + span.to(),
                        "wait" + (opens == null ? "" : " until " + opens) + ", or change the calendar",
                        opens);
            }
        }
        if (allowed.isEmpty()) {
            return new Opening.Open(null, nextBlackout(instant));
        }
        for (var window : allowed.entrySet()) {
            if (window.getValue().containing(instant) != null) {
                return new Opening.Open(window.getKey(), closing(instant, allowed));
            }
        }
        Instant opens = opening(instant, allowed);
        return new Opening.Shut(
                "OUTSIDE_WINDOW",
                instant + " is outside " + (allowed.size() == 1 ? "window " : "the windows ")
                        + String.join(", ", allowed.keySet()),
                opens == null ? "no opening is in sight: change the calendar" : "wait until " + opens,
                opens);
    }

    /** Windows that overlap or abut are one opening; a blackout cuts it. */
    private @Nullable Instant closing(Instant instant, Map<String, Recurrence> allowed) {
        Instant end = instant;
        for (int step = 0; step < MOST_STEPS; step++) {
            Instant further = furthestEnd(end, allowed.values());
            if (further == null) {
                Instant blackout = nextBlackout(instant);
                return blackout != null && blackout.isBefore(end) ? blackout : end;
            }
            end = further;
        }
        return nextBlackout(instant);
    }

    private static @Nullable Instant furthestEnd(Instant instant, Collection<Recurrence> allowed) {
        Instant furthest = null;
        for (Recurrence window : allowed) {
            Span span = window.containing(instant);
            if (span != null && (furthest == null || span.to().isAfter(furthest))) {
                furthest = span.to();
            }
        }
        return furthest;
    }

    private @Nullable Instant nextBlackout(Instant instant) {
        return earliestStart(instant, blackouts.values());
    }

    private @Nullable Instant opening(Instant instant, Map<String, Recurrence> allowed) {
        Instant at = instant;
        for (int step = 0; step < MOST_STEPS; step++) {
            Instant blackoutEnd = furthestEnd(at, blackouts.values());
            if (blackoutEnd != null) {
                at = blackoutEnd;
            } else if (allowed.isEmpty() || furthestEnd(at, allowed.values()) != null) {
                return at;
            } else {
                Instant next = earliestStart(at, allowed.values());
                if (next == null) {
                    return null;
                }
                at = next;
            }
        }
        return null;
    }

    private static @Nullable Instant earliestStart(Instant instant, Collection<Recurrence> recurrences) {
        Instant earliest = null;
        for (Recurrence recurrence : recurrences) {
            Instant start = recurrence.nextStart(instant);
            if (start != null && (earliest == null || start.isBefore(earliest))) {
                earliest = start;
            }
        }
        return earliest;
    }

    public boolean isOpen(Instant instant) {
        return at(instant, null).isOpen();
    }

    /** The first instant at or after the given one at which it is open; null where none is in sight. */
    public @Nullable Instant nextOpening(Instant instant, @Nullable String window) {
        return switch (at(instant, window)) {
            case Opening.Open _ -> instant;
            case Opening.Shut shut -> shut.opensAt();
        };
    }

    /** The first instant at which what is open now closes; null where it is closed or no end is in sight. */
    public @Nullable Instant closesAt(Instant instant, @Nullable String window) {
        return switch (at(instant, window)) {
            case Opening.Open open -> open.closesAt();
            case Opening.Shut _ -> null;
        };
    }
}
