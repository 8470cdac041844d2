package io.plimsoll.actuator.request;

import static io.plimsoll.actuator.request.Fields.quoted;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code options} of a request. */
final class OptionsReader {

    private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);
    private static final int LONGEST_GRACE_SECONDS = 86_400;
    private static final int MOST_AT_ONCE = 1_000;
    private static final Set<String> FIELDS = Set.of(
            "gracePeriodSeconds",
            "nodeDeadline",
            "deleteEmptyDirData",
            "evictUnmanaged",
            "evictLocalVolumes",
            "onDeadline",
            "maxConcurrent",
            "window");

    private OptionsReader() {}

    static DrainOptions read(Fields request) {
        Fields options = request.object("options", FIELDS);
        if (options == null) {
            return DrainOptions.DEFAULTS;
        }
        Integer grace = options.number("gracePeriodSeconds", 1, LONGEST_GRACE_SECONDS);
        Duration deadline = options.duration("nodeDeadline", SHORTEST_DEADLINE, LONGEST_DEADLINE);
        var read = new DrainOptions(
                grace == null ? null : Duration.ofSeconds(grace),
                deadline == null ? DrainOptions.USUAL_DEADLINE : deadline,
                isTrue(options.flag("deleteEmptyDirData")),
                isTrue(options.flag("evictUnmanaged")),
                isTrue(options.flag("evictLocalVolumes")),
                onDeadline(options),
                orOne(options.number("maxConcurrent", 1, MOST_AT_ONCE)),
                options.text("window", 128));
        Duration given = read.gracePeriod();
        boolean cutShort = read.onDeadline() == OnDeadline.FORCE; // to the time that is left
        if (given != null && given.compareTo(read.nodeDeadline()) > 0 && !cutShort) {
            options.wrong(
                    "CONFLICTING_OPTIONS",
                    "gracePeriodSeconds",
                    "is " + given.toSeconds() + " s, more than the node's deadline of " + read.nodeDeadline(),
                    "lower it, or raise nodeDeadline");
        }
        return read;
    }

    private static OnDeadline onDeadline(Fields options) {
        String given = options.text("onDeadline", 32);
        return switch (given) {
            case null -> OnDeadline.ROLLBACK;
            case "rollback" -> OnDeadline.ROLLBACK;
            case "hold" -> OnDeadline.HOLD;
            case "force" -> OnDeadline.FORCE;
            default -> {
                options.wrong(
                        "UNKNOWN_VALUE", "onDeadline", "is " + quoted(given), "give one of rollback, hold, force");
                yield OnDeadline.ROLLBACK;
            }
        };
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return flag != null && flag;
    }

    private static int orOne(@Nullable Integer number) {
        return number == null ? 1 : number;
    }
}
