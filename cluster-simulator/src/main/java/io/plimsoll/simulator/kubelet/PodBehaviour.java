package io.plimsoll.simulator.kubelet;

import io.plimsoll.simulator.objects.PodView;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated pod behaves, from its annotations {@code simulator.plimsoll.io/…}; durations as {@code 30s}, {@code 5m}.
 *
 * @param startup {@code startup}: from being bound to running
 * @param readyAfter {@code ready-after}: from running to ready
 * @param neverReady {@code ready-after: never}
 * @param shutdown {@code shutdown}: how long it takes to end when asked to; the grace period bounds it
 * @param runFor {@code run-for}: ends by itself with exit code 0, as a job's pod does
 * @param crashAfter {@code crash-after}: exits with 1 each time it has run so long
 */
public record PodBehaviour(
        Duration startup,
        Duration readyAfter,
        boolean neverReady,
        Duration shutdown,
        @Nullable Duration runFor,
        @Nullable Duration crashAfter) {

    public static final String PREFIX = "simulator.plimsoll.io/";
    public static final String MEMORY = PREFIX + "memory";

    /** What pods do that say nothing. */
    public static final PodBehaviour USUAL =
            new PodBehaviour(Duration.ofSeconds(2), Duration.ZERO, false, Duration.ofSeconds(2), null, null);

    /** @throws IllegalArgumentException naming the annotation that can't be read */
    public static PodBehaviour of(PodView pod, PodBehaviour usual) {
        Map<String, String> annotations = pod.annotations();
        if (annotations.keySet().stream().noneMatch(key -> key.startsWith(PREFIX))) {
            return usual;
        }
        boolean never = annotations.getOrDefault(PREFIX + "ready-after", "").equals("never");
        return new PodBehaviour(
                orElse(duration(annotations, "startup"), usual.startup),
                never ? Duration.ZERO : orElse(duration(annotations, "ready-after"), usual.readyAfter),
                never || usual.neverReady,
                orElse(duration(annotations, "shutdown"), usual.shutdown),
                orNull(duration(annotations, "run-for"), usual.runFor),
                orNull(duration(annotations, "crash-after"), usual.crashAfter));
    }

    private static Duration orElse(@Nullable Duration own, Duration usual) {
        return own == null ? usual : own;
    }

    private static @Nullable Duration orNull(@Nullable Duration own, @Nullable Duration usual) {
        return own == null ? usual : own;
    }

    private static @Nullable Duration duration(Map<String, String> annotations, String name) {
        String text = annotations.get(PREFIX + name);
        if (text == null) {
            return null;
        }
        try {
            return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("annotation " + PREFIX + name + " is no duration: " + text, e);
        }
    }
}
