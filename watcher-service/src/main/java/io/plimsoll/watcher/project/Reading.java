package io.plimsoll.watcher.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.plimsoll.model.Quantity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object, read field by field without ever failing: what is absent is null or empty, what has the wrong
 * form is reported with its path and then treated as absent.
 */
final class Reading {

    private static final int MOST_PROBLEMS = 20;

    private final JsonNode node;
    private final String path;
    private final List<String> problems;

    private Reading(JsonNode node, String path, List<String> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    static Reading of(JsonNode node) {
        return new Reading(node, "", new ArrayList<>());
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    JsonNode json() {
        return node;
    }

    boolean absent() {
        return node.isMissingNode() || node.isNull();
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    Reading at(String field) {
        JsonNode child = node.path(field);
        if (!child.isMissingNode() && !child.isNull() && !child.isObject()) {
            report(field, "is no object");
            child = MissingNode.getInstance();
        }
        return new Reading(child, below(field), problems);
    }

    @Nullable
    String text(String field) {
        JsonNode child = node.path(field);
        if (child.isMissingNode() || child.isNull()) {
            return null;
        }
        if (child.isContainerNode()) {
            report(field, "is no text");
            return null;
        }
        String text = wellFormed(child.asText());
        return text.isEmpty() ? null : text; // as good as absent, and not told apart in a record
    }

    /** The text with whatever is half a character replaced, because it can't be written as UTF-8. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(UTF_8), UTF_8);
            }
        }
        return text;
    }

    String textOr(String field, String absent) {
        String text = text(field);
        return text == null ? absent : text;
    }

    boolean flag(String field) {
        JsonNode child = node.path(field);
        if (!child.isMissingNode() && !child.isNull() && !child.isBoolean()) {
            report(field, "is neither true nor false");
        }
        return child.isBoolean() && child.booleanValue();
    }

    @Nullable
    Long number(String field) {
        JsonNode child = node.path(field);
        if (child.isMissingNode() || child.isNull()) {
            return null;
        }
        if (child.isIntegralNumber() && child.canConvertToLong()) {
            return child.longValue();
        }
        report(field, "is no whole number");
        return null;
    }

    long numberOr(String field, long absent) {
        Long number = number(field);
        return number == null ? absent : number;
    }

    @Nullable
    Integer integer(String field) {
        Long number = number(field);
        if (number == null) {
            return null;
        }
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    int integerOr(String field, int absent) {
        Integer number = integer(field);
        return number == null ? absent : number;
    }

    @Nullable
    Instant instant(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            Instant usual = WholeSeconds.parse(text);
            if (usual != null) {
                return usual;
            }
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            report(field, "'" + shown(text) + "' is no RFC 3339 time");
            return null;
        }
    }

    /** A quantity in the unit the function makes of it; 0 where absent or bad. */
    long quantity(String field, Function<Quantity, Long> unit) {
        JsonNode child = node.path(field);
        String text = child.isTextual() ? child.textValue() : text(field); // an empty one is bad, not absent
        if (text == null) {
            return 0;
        }
        try {
            return unit.apply(Quantity.parse(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            report(field, "'" + shown(text) + "' is not a Kubernetes quantity");
            return 0;
        }
    }

    /** What a function makes of each object of a list; elements of another form are reported and left out. */
    <T> List<T> list(String field, Function<Reading, @Nullable T> each) {
        JsonNode array = node.path(field);
        if (!isListOrAbsent(field, array)) {
            return List.of();
        }
        List<T> read = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String place = field + "[" + i + "]";
            if (!array.get(i).isObject()) {
                report(place, "is no object");
                continue;
            }
            T value = each.apply(new Reading(array.get(i), below(place), problems));
            if (value != null) {
                read.add(value);
            }
        }
        return read;
    }

    List<String> texts(String field) {
        JsonNode array = node.path(field);
        if (!isListOrAbsent(field, array)) {
            return List.of();
        }
        List<String> read = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            if (item.isValueNode() && !item.isNull()) {
                read.add(wellFormed(item.asText()));
            } else {
                report(field, "holds what is no text");
            }
        }
        return read;
    }

    Map<String, String> textMap(String field) {
        Reading object = at(field);
        if (object.node.isEmpty()) {
            return Map.of();
        }
        Map<String, String> read = LinkedHashMap.newLinkedHashMap(object.node.size());
        for (var entry : object.node.properties()) {
            if (entry.getValue().isValueNode()) {
                read.put(wellFormed(entry.getKey()), wellFormed(entry.getValue().asText("")));
            } else {
                object.report(entry.getKey(), "is no text");
            }
        }
        return read;
    }

    void report(String field, String why) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(wellFormed(below(field) + ": " + why));
        }
    }

    private boolean isListOrAbsent(String field, JsonNode child) {
        if (child.isArray()) {
            return true;
        }
        if (!child.isMissingNode() && !child.isNull()) {
            report(field, "is no list");
        }
        return false;
    }

    private String below(String field) {
        String shortened = field.length() > 100 ? field.substring(0, 100) + "…" : field;
        return path.isEmpty() ? shortened : path + "." + shortened;
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
