package io.plimsoll.simulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.plimsoll.simulator.protobuf.ProtobufBody;
import io.plimsoll.simulator.store.ApiException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** JSON and YAML in and out. */
final class Json {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Json() {}

    /** @throws ApiException 400 if it's neither JSON nor YAML */
    static JsonNode read(byte[] bytes, String contentType) {
        if (contentType.contains("protobuf")) {
            return bytes.length == 0 ? NODES.missingNode() : ProtobufBody.read(bytes);
        }
        try {
            JsonNode node = contentType.contains("yaml") ? YAML.readTree(bytes) : JSON.readTree(bytes);
            return node == null ? NODES.missingNode() : node;
        } catch (IOException e) {
            throw ApiException.badRequest("the object provided is unrecognized (must be of type JSON or YAML): "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** @throws ApiException 400 if it isn't an object */
    static ObjectNode readObject(byte[] bytes, String contentType) {
        if (read(bytes, contentType) instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the object provided is unrecognized: not an object");
    }

    /** As {@link #readObject}, but nothing at all counts as an empty object. */
    static ObjectNode readOptionalObject(byte[] bytes, String contentType) {
        return bytes.length == 0 ? NODES.objectNode() : readObject(bytes, contentType);
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree has no JSON form", impossible);
        }
    }

    /** Kubernetes' {@code Time}. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
