package io.plimsoll.sandbox.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
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
    /** Of this process, in the machine's milliseconds: what came before the first line counts, too. */
    private final long started = ManagementFactory.getRuntimeMXBean().getStartTime();

    public Terminal(PrintStream out, boolean colour, InstantSource clusterClock) {
        this.out = out;
        this.colour = colour;
        this.clusterClock = clusterClock;
    }

    /** One that nobody reads. */
    static Terminal silent(InstantSource clusterClock) {
        return new Terminal(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false, clusterClock);
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

    /** Machine time since this process began. */
    public Duration elapsed() {
        return Duration.ofMillis(System.currentTimeMillis() - started);
    }

    private String painted(Tone tone, String text) {
        return colour && !tone.code.isEmpty() ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
