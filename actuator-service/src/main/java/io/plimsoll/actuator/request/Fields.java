package io.plimsoll.actuator.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object of a request. What is wrong with a field is noted, and the field then counts as absent,
 * so that one reading names every fault. A JSON null counts as absent too.
 *
 * @param path of the object, empty for the request itself
 */
record Fields(String path, JsonNode object, Findings findings) {

    private static final int LONGEST_QUOTE = 80;

    /** Names every field that isn't known; what becomes of them is the findings' business. */
    Fields knowing(Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                findings.unknown(at(name), known);
            }
        });
        return this;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    @Nullable
    JsonNode node(String name) {
        return has(name) ? object.get(name) : null;
    }

    @Nullable
    Fields object(String name, Set<String> known) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isObject()) {
            return wrong("WRONG_TYPE", name, "is no JSON object", "give an object with " + String.join(", ", known));
        }
        return new Fields(at(name), node, findings).knowing(known);
    }

    /** Text of at most so many characters, without control characters. */
    @Nullable
    String text(String name, int longest) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            return wrong("WRONG_TYPE", name, "is no JSON string", "give a string");
        }
        String text = node.textValue();
        if (text.length() > longest) {
            return wrong("TOO_LONG", name, "has " + text.length() + " characters", "use at most " + longest);
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return wrong("CONTROL_CHARACTER", name, "contains a control character", "leave it out");
        }
        return text;
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        return node.isBoolean()
                ? (Boolean) node.booleanValue()
                : this.<Boolean>wrong("WRONG_TYPE", name, "is neither true nor false", "give true or false, unquoted");
    }

    @Nullable
    Integer number(String name, int least, int most) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            return wrong("WRONG_TYPE", name, "is no whole number", "give a number from " + least + " to " + most);
        }
        if (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            return wrong(
                    "OUT_OF_BOUNDS",
                    name,
                    "is " + quoted(node.asText()),
                    "give a number from " + least + " to " + most);
        }
        return node.intValue();
    }

    @Nullable
    Instant instant(String name, Instant earliest, Instant latest) {
        String text = text(name, LONGEST_QUOTE);
        if (text == null) {
            return null;
        }
        Instant instant = orNull(() -> OffsetDateTime.parse(text).toInstant());
        if (instant == null) {
            return wrong(
                    "NO_INSTANT", name, "is " + quoted(text), "give an RFC 3339 instant such as 2026-11-21T22:00:00Z");
        }
        if (instant.isBefore(earliest) || instant.isAfter(latest)) {
            return wrong("OUT_OF_BOUNDS", name, "is " + instant, "give one from " + earliest + " to " + latest);
        }
        return instant;
    }

    @Nullable
    Duration duration(String name, Duration least, Duration most) {
        String text = text(name, LONGEST_QUOTE);
        if (text == null) {
            return null;
        }
        Duration duration = orNull(() -> Duration.parse(text));
        if (duration == null) {
            return wrong("NO_DURATION", name, "is " + quoted(text), "give an ISO 8601 duration such as PT30M");
        }
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            return wrong("OUT_OF_BOUNDS", name, "is " + duration, "give one from " + least + " to " + most);
        }
        return duration;
    }

    /** Notes a fault of a field; returns the absence that stands for it, of whatever type: there is nothing to cast. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T wrong(String code, String name, String what, String remedy) {
        findings.add(new Cause(code, at(name), at(name) + " " + what, remedy));
        return null;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T missing(String name, String remedy) {
        return wrong("MISSING_FIELD", name, "is missing", remedy);
    }

    String at(String name) {
        String shown = shown(name);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    static String quoted(String text) {
        return "'" + shown(text) + "'";
    }

    /** Fit for one line of an answer: no control characters, not endless. */
    private static String shown(String text) {
        String cut = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private static <T> @Nullable T orNull(Supplier<T> parsing) {
        try {
            return parsing.get();
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
