package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes fields of an object tree by path; an absent field reads as empty, zero or false. */
public final class Fields {

    private Fields() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The node at the path, or a missing node; never null. */
    public static JsonNode at(JsonNode root, String... path) {
        JsonNode node = root;
        for (String step : path) {
            JsonNode next = node.get(step);
            if (next == null || next.isNull()) {
                return MissingNode.getInstance();
            }
            node = next;
        }
        return node;
    }

    public static String text(JsonNode root, String... path) {
        return at(root, path).asText("");
    }

    public static @Nullable String textOrNull(JsonNode root, String... path) {
        JsonNode node = at(root, path);
        return node.isMissingNode() ? null : node.asText();
    }

    public static long number(JsonNode root, long otherwise, String... path) {
        JsonNode node = at(root, path);
        return node.isMissingNode() ? otherwise : node.asLong(otherwise);
    }

    public static int integer(JsonNode root, int otherwise, String... path) {
        return Math.toIntExact(number(root, otherwise, path));
    }

    public static boolean flag(JsonNode root, String... path) {
        return at(root, path).asBoolean(false);
    }

    /** Null where the field is absent or no instant. */
    public static @Nullable Instant instant(JsonNode root, String... path) {
        String value = text(root, path);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    public static Map<String, String> texts(JsonNode root, String... path) {
        JsonNode node = at(root, path);
        if (node.isEmpty()) {
            return Map.of();
        }
        Map<String, String> texts = LinkedHashMap.newLinkedHashMap(node.size());
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
        return Collections.unmodifiableMap(texts);
    }

    public static List<JsonNode> items(JsonNode root, String... path) {
        JsonNode node = at(root, path);
        if (node.isEmpty()) {
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>(node.size());
        node.forEach(items::add);
        return items;
    }

    /** The object at the path, created where absent. */
    public static ObjectNode ensure(ObjectNode root, String... path) {
        ObjectNode node = root;
        for (String step : path) {
            node = node.get(step) instanceof ObjectNode child ? child : node.putObject(step);
        }
        return node;
    }

    /** The array under {@code field}, created where absent. */
    public static ArrayNode ensureArray(ObjectNode node, String field) {
        return node.get(field) instanceof ArrayNode array ? array : node.putArray(field);
    }

    /** Kubernetes' own form of an instant: whole seconds, Z. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The form of Lease times: microseconds. */
    public static String microTime(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.MICROS).toString();
        int dot = text.indexOf('.');
        String fraction = dot < 0 ? "" : text.substring(dot + 1, text.length() - 1);
        String whole = dot < 0 ? text.substring(0, text.length() - 1) : text.substring(0, dot);
        return whole + "." + fraction + "0".repeat(6 - fraction.length()) + "Z";
    }
}
