package io.plimsoll.watcher.project;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Go writes them: {@code 1h30m}, {@code 17.5s}, {@code 0}. Source: Go's {@code time.ParseDuration}. */
final class GoDuration {

    private static final Pattern PART =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ns|us|µs|μs|ms|s|m|h)");

    private static final Map<String, Double> NANOS =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "μs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

    private GoDuration() {}

    /** The field's duration; null where it is absent, {@code Never}, or bad (which is reported). */
    static @Nullable Duration read(Reading holder, String field) {
        String text = holder.text(field);
        if (text == null || text.equals("Never")) {
            return null;
        }
        Duration parsed = parse(text);
        if (parsed == null) {
            holder.report(field, "is no duration");
        }
        return parsed;
    }

    static @Nullable Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty() || text.length() > 64) {
            return null;
        }
        boolean negative = text.startsWith("-");
        Matcher part = PART.matcher(negative || text.startsWith("+") ? text.substring(1) : text);
        double nanos = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0.0);
            end = part.end();
        }
        boolean whole = end > 0 && part.hitEnd() && end == text.length() - (negative || text.startsWith("+") ? 1 : 0);
        return whole && nanos < Long.MAX_VALUE ? Duration.ofNanos(Math.round(negative ? -nanos : nanos)) : null;
    }
}
