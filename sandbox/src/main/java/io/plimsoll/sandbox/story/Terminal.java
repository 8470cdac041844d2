package io.plimsoll.sandbox.story;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Lines for a person: how long it has been, what the cluster's clock says, and a sentence; in colour on a terminal. */
public final class Terminal {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final boolean colour;
    private final InstantSource clusterClock;
    private final long startedNanos = System.nanoTime();

    public Terminal(PrintStream out, boolean colour, InstantSource clusterClock) {
        this.out = out;
        this.colour = colour;
        this.clusterClock = clusterClock;
    }

    /** Whether standard output is a terminal that wants colour. */
    public static boolean wantsColour() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                && System.getenv("NO_COLOR") == null;
    }

    /** How a line is meant. */
    public enum Tone {
        PLAIN(""),
        FAINT("2"),
        GOOD("32"),
        CAREFUL("33"),
        BAD("31;1"),
        ACT("36"),
        TITLE("1");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    public synchronized void tell(Tone tone, String sentence) {
        Instant now = clusterClock.instant();
        String times = String.format(Locale.ROOT, "%6.1fs  %s  ", elapsed().toMillis() / 1000.0, CLOCK.format(now));
        out.println(painted(Tone.FAINT, times) + painted(tone, sentence));
    }

    /** A line without times. */
    public synchronized void print(Tone tone, String line) {
        out.println(painted(tone, line));
    }

    /** Machine time since this terminal was made. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private String painted(Tone tone, String text) {
        return colour && !tone.code.isEmpty() ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
