package io.plimsoll.wire.start;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with a configuration: one line for each fault, with the key, the value and what was expected. */
public final class Faults {

    /** As the configuration library says it of a value that it can't convert. */
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            ".*config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private static final Pattern MISSING =
            Pattern.compile(".*config property (\\S+) is required but .*", Pattern.DOTALL);
    private static final Pattern CHOICES = Pattern.compile(".*allowed values: (.*)", Pattern.DOTALL);

    private final List<String> lines = new ArrayList<>();

    /** A line unless it holds. */
    public void require(boolean holds, String line) {
        if (!holds) {
            lines.add(line);
        }
    }

    public void within(String key, long value, long least, long most) {
        require(value >= least && value <= most, key + " is " + value + ", expected " + least + " to " + most);
    }

    /** Bounds in seconds, both allowed. */
    public void within(String key, Duration value, long least, long most) {
        boolean fits =
                value.compareTo(Duration.ofSeconds(least)) >= 0 && value.compareTo(Duration.ofSeconds(most)) <= 0;
        require(fits, key + " is " + value + ", expected " + least + " s to " + most + " s");
    }

    /** What comes of it; where it complains, its lines are taken and nothing comes of it. */
    public <T> @Nullable T gather(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            lines.addAll(String.valueOf(e.getMessage()).lines().toList());
            return null;
        }
    }

    /** @throws IllegalArgumentException with all the lines, when there are any */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", lines));
        }
    }

    /** Of a key that nobody reads. */
    public static String unknown(String key, String value, String hint) {
        return key + " is " + quoted(key, value) + ", expected no such key; " + hint;
    }

    /** Of a value that can't be. */
    static String wrong(String key, String value, String expected) {
        return key + " is " + quoted(key, value) + ", expected " + expected;
    }

    /** The line for what the configuration library said of one value. */
    public static String ofLibrary(String message) {
        Matcher converted = NOT_CONVERTED.matcher(message);
        if (converted.matches()) {
            String key = converted.group(1);
            return key + " is " + quoted(key, converted.group(2)) + ", expected " + expected(converted.group(3));
        }
        Matcher missing = MISSING.matcher(message);
        if (missing.matches()) {
            return missing.group(1) + " is missing, expected a value";
        }
        return message.lines().findFirst().orElse("").strip();
    }

    private static String expected(String reason) {
        Matcher choices = CHOICES.matcher(reason);
        if (choices.matches()) {
            return "one of "
                    + Stream.of(choices.group(1).strip().split(" *, *"))
                            .sorted()
                            .collect(Collectors.joining(","));
        }
        if (reason.contains("Duration")) {
            return "a duration like PT30S";
        }
        if (reason.contains("integer value") || reason.contains("long value")) {
            return "a whole number";
        }
        if (reason.contains("double value") || reason.contains("float value")) {
            return "a number";
        }
        if (reason.contains("could not be parsed at index")) {
            return "an instant like 2026-01-01T00:00:00Z";
        }
        return reason.contains("emory")
                ? "a size like 32M"
                : "something else: " + reason.lines().findFirst().orElse("");
    }

    /** Secrets aren't Plimsoll's keys, but a mistyped one may hold a secret. */
    private static String quoted(String key, String value) {
        return key.matches("(?i).*(password|secret|token|jaas).*") ? "given" : '"' + value + '"';
    }
}
