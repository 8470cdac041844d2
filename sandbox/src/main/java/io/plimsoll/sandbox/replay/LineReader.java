package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.plimsoll.sandbox.replay.ReplayLine.End;
import io.plimsoll.sandbox.replay.ReplayLine.Gap;
import io.plimsoll.sandbox.replay.ReplayLine.Recorded;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import io.plimsoll.sandbox.replay.ReplayLine.WatchType;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of text into what it says. */
final class LineReader {

    static final String DEFAULT_CLUSTER = "replay";
    /** A second value in a line would be lost without a word. */
    private static final ObjectReader JSON =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** What is filled in, and so has to be of this shape where it is given. */
    private static final List<String> OBJECTS = List.of("/metadata", "/metadata/labels", "/spec", "/status");

    private static final List<String> ARRAYS = List.of("/metadata/ownerReferences", "/status/conditions");

    private LineReader() {}

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying what is wrong with it, without file and line
     */
    static ReplayLine read(String line) {
        JsonNode json = parsed(line);
        if (!json.isObject()) {
            throw new IllegalArgumentException("a line is a JSON object, this is " + describe(json));
        }
        return json.has("key") ? recorded(json) : event(json);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + Json.fault(e), e);
        }
    }

    private static String describe(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "an array";
            case NULL -> "null";
            case MISSING -> "empty";
            case OBJECT -> "an object";
            default -> "a " + json.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static Recorded recorded(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        JsonNode value = json.path("value");
        boolean tombstone = value.isNull() || value.isMissingNode();
        JsonNode observedAt = value.path("observedAt");
        return new Recorded(
                json.path("key").asText(),
                headers,
                tombstone ? null : bytes(value),
                observedAt.isTextual() ? instant(observedAt.asText(), "value.observedAt") : null);
    }

    private static byte @Nullable [] bytes(JsonNode value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value can't be written again as JSON", e);
        }
    }

    private static ReplayLine event(JsonNode json) {
        if (!json.has("at") && json.has("object")) {
            throw new IllegalArgumentException("'at' is missing: a watch doesn't say when it saw an object;"
                    + " docs/contracts/replay.md shows how to note it");
        }
        Instant at = instant(required(json, "at"), "at");
        String type = required(json, "type");
        String cluster = cluster(json);
        return switch (type) {
            case "END", "BOOKMARK" -> new End(at); // a bookmark says that nothing else has happened
            case "GAP" -> new Gap(at, cluster, resource(json), false);
            case "RESTORED" -> new Gap(at, cluster, resource(json), true);
            case "SNAPSHOT", "ADDED", "MODIFIED", "DELETED" ->
                new Seen(at, cluster, WatchType.valueOf(type), object(json));
            case "ERROR" ->
                throw new IllegalArgumentException("type is 'ERROR', which ends a watch: write GAP with its"
                        + " \"resource\", and RESTORED where it goes on");
            default ->
                throw new IllegalArgumentException("type is '" + type
                        + "', expected SNAPSHOT, ADDED, MODIFIED, DELETED, BOOKMARK, GAP, RESTORED or END");
        };
    }

    private static String cluster(JsonNode json) {
        String cluster = json.path("cluster").asText(DEFAULT_CLUSTER);
        if (cluster.isEmpty() || cluster.indexOf('/') >= 0 || cluster.indexOf('|') >= 0) {
            throw new IllegalArgumentException("cluster is '" + cluster + "', expected a name without '/' or '|'");
        }
        return cluster;
    }

    private static String resource(JsonNode json) {
        String given = required(json, "resource");
        String resource = Kinds.resource(given);
        if (!Kinds.RESOURCES.contains(resource)) {
            throw new IllegalArgumentException(
                    "resource is '" + given + "', expected one of " + String.join(", ", Kinds.RESOURCES));
        }
        return resource;
    }

    private static JsonNode object(JsonNode json) {
        JsonNode object = json.path("object");
        String kind = object.path("kind").asText();
        if (kind.endsWith("List") && object.path("items").isArray()) {
            throw new IllegalArgumentException(
                    "object is a " + kind + ": write each of its items as a line of its own, of type SNAPSHOT");
        }
        if (!object.isObject() || !object.path("kind").isTextual()) {
            throw new IllegalArgumentException("object is missing or has no kind");
        }
        OBJECTS.forEach(pointer -> shaped(object, pointer, object.at(pointer).isObject(), "an object"));
        ARRAYS.forEach(pointer -> shaped(object, pointer, object.at(pointer).isArray(), "an array"));
        if (object.at("/metadata/name").asText("").isEmpty()) {
            throw new IllegalArgumentException("object (" + kind + ") has no metadata.name");
        }
        return object;
    }

    private static void shaped(JsonNode object, String pointer, boolean right, String expected) {
        JsonNode given = object.at(pointer);
        if (!right && !given.isMissingNode() && !given.isNull()) {
            throw new IllegalArgumentException(
                    "object" + pointer.replace('/', '.') + " is " + describe(given) + ", expected " + expected);
        }
    }

    private static String required(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + field + "' is missing or no text");
        }
        return value.asText();
    }

    private static Instant instant(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + field + "' is no RFC 3339 instant: '" + text + "'", e);
        }
    }
}
