package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.sandbox.replay.ReplayLine.End;
import io.plimsoll.sandbox.replay.ReplayLine.Gap;
import io.plimsoll.sandbox.replay.ReplayLine.Recorded;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import io.plimsoll.sandbox.replay.ReplayLine.WatchType;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of text into what it says. */
final class LineReader {

    static final String DEFAULT_CLUSTER = "replay";

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
            return Json.mapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not JSON: "
                            + String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    e);
        }
    }

    private static String describe(JsonNode json) {
        return json.isMissingNode() ? "empty" : "a " + json.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
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
        Instant at = instant(required(json, "at"), "at");
        String type = required(json, "type");
        String cluster = json.path("cluster").asText(DEFAULT_CLUSTER);
        return switch (type) {
            case "END" -> new End(at);
            case "GAP" -> new Gap(at, cluster, required(json, "resource"), false);
            case "RESTORED" -> new Gap(at, cluster, required(json, "resource"), true);
            case "SNAPSHOT", "ADDED", "MODIFIED", "DELETED" ->
                new Seen(at, cluster, WatchType.valueOf(type), object(json));
            default ->
                throw new IllegalArgumentException(
                        "type is '" + type + "', expected SNAPSHOT, ADDED, MODIFIED, DELETED, GAP, RESTORED or END");
        };
    }

    private static JsonNode object(JsonNode json) {
        JsonNode object = json.path("object");
        if (!object.isObject() || !object.path("kind").isTextual()) {
            throw new IllegalArgumentException("object is missing or has no kind");
        }
        return object;
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
