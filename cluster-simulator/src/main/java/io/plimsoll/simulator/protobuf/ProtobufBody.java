package io.plimsoll.simulator.protobuf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a body of {@code application/vnd.kubernetes.protobuf} into the object its JSON form would be. */
public final class ProtobufBody {

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = new JsonMapper();

    /** Messages that are fields of their own only in protobuf: in JSON their content lies in the one around them. */
    private static final Set<String> INLINE = Set.of(
            "core.v1.VolumeSource",
            "core.v1.PersistentVolumeSource",
            "core.v1.ProbeHandler",
            "core.v1.EphemeralContainerCommon");

    private static final Set<String> INLINE_REFERENCES = Set.of(
            "core.v1.ConfigMapKeySelector",
            "core.v1.SecretKeySelector",
            "core.v1.ConfigMapEnvSource",
            "core.v1.SecretEnvSource",
            "core.v1.ConfigMapVolumeSource",
            "core.v1.ConfigMapProjection",
            "core.v1.SecretProjection");

    /** Go fields that are no pointers and marked omitempty: protobuf has their zero, JSON nothing. */
    private static final Set<String> ZERO_IS_ABSENT = Set.of(
            "generation",
            "observedGeneration",
            "minReadySeconds",
            "paused",
            "hostIPC",
            "hostPID",
            "hostNetwork",
            "stdin",
            "stdinOnce",
            "tty",
            "readOnly",
            "hostPort",
            "nodePort",
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold",
            "publishNotReadyAddresses",
            "healthCheckNodePort",
            "unschedulable",
            "count");

    private ProtobufBody() {}

    /** @throws ApiException 400 if it can't be read, or is of a kind that isn't known */
    public static ObjectNode read(byte[] body) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (body.length <= i || body[i] != MAGIC[i]) {
                throw ApiException.badRequest("the body doesn't start as Kubernetes' protobuf does");
            }
        }
        try {
            return unknown(ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length)
                    .slice());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw ApiException.badRequest("the protobuf body can't be read: " + e);
        }
    }

    /** {@code runtime.Unknown}: apiVersion and kind in field 1, the object in field 2. */
    private static ObjectNode unknown(ByteBuffer bytes) {
        WireReader reader = new WireReader(bytes);
        String apiVersion = "";
        String kind = "";
        ByteBuffer raw = ByteBuffer.allocate(0);
        while (reader.hasMore()) {
            long tag = reader.varint();
            if (tag >>> 3 == 1) {
                WireReader type = new WireReader(reader.block());
                while (type.hasMore()) {
                    boolean version = type.varint() >>> 3 == 1;
                    String text = WireReader.text(type.block());
                    apiVersion = version ? text : apiVersion;
                    kind = version ? kind : text;
                }
            } else if (tag >>> 3 == 2) {
                raw = reader.block();
            } else {
                reader.skip((int) tag & 7);
            }
        }
        ObjectNode object = NODES.objectNode().put("apiVersion", apiVersion).put("kind", kind);
        fill(object, message(apiVersion, kind), raw);
        return object;
    }

    private static String message(String apiVersion, String kind) {
        if (kind.endsWith("Options")) {
            return "meta.v1." + kind;
        }
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "core" : apiVersion.substring(0, slash).split("\\.", 2)[0];
        return group + "." + apiVersion.substring(slash + 1) + "." + kind;
    }

    private static void fill(ObjectNode object, String message, ByteBuffer bytes) {
        Map<Integer, MessageFields.Field> fields = MessageFields.known().of(message);
        if (fields == null) {
            throw new IllegalArgumentException("no field numbers are known for " + message);
        }
        WireReader reader = new WireReader(bytes);
        while (reader.hasMore()) {
            long tag = reader.varint();
            int wireType = (int) tag & 7;
            MessageFields.Field field = fields.get((int) (tag >>> 3));
            if (field == null) {
                reader.skip(wireType);
            } else {
                set(object, message, field, reader, wireType);
            }
        }
    }

    private static void set(
            ObjectNode object, String message, MessageFields.Field field, WireReader reader, int wireType) {
        switch (field.shape()) {
            case LIST -> object.withArrayProperty(field.name()).add(value(field.type(), reader, wireType));
            case MAP -> entry(object.withObjectProperty(field.name()), field.type(), reader.block());
            case ONE -> {
                boolean reference =
                        field.type().equals("core.v1.LocalObjectReference") && INLINE_REFERENCES.contains(message);
                if (INLINE.contains(field.type()) || reference) {
                    fill(object, field.type(), reader.block());
                } else {
                    JsonNode value = value(field.type(), reader, wireType);
                    if (!isAbsent(field, value)) {
                        object.set(field.name(), value);
                    }
                }
            }
        }
    }

    private static boolean isAbsent(MessageFields.Field field, JsonNode value) {
        if (value.isTextual()) {
            return value.asText().isEmpty() && field.type().equals("string");
        }
        boolean zero = (value.isNumber() && value.asLong() == 0) || (value.isBoolean() && !value.asBoolean());
        return value.isNull() || (zero && ZERO_IS_ABSENT.contains(field.name()));
    }

    private static void entry(ObjectNode map, String type, ByteBuffer bytes) {
        WireReader reader = new WireReader(bytes);
        String key = "";
        @Nullable JsonNode value = null;
        while (reader.hasMore()) {
            long tag = reader.varint();
            if (tag >>> 3 == 1) {
                key = WireReader.text(reader.block());
            } else {
                value = value(type, reader, (int) tag & 7);
            }
        }
        map.set(key, value == null ? NODES.textNode("") : value);
    }

    private static JsonNode value(String type, WireReader reader, int wireType) {
        return switch (type) {
            case "string" -> NODES.textNode(WireReader.text(reader.block()));
            case "bytes" -> NODES.textNode(Base64.getEncoder().encodeToString(WireReader.bytes(reader.block())));
            case "bool" -> NODES.booleanNode(reader.varint() != 0);
            case "int32", "uint32" -> NODES.numberNode((int) reader.varint());
            case "int64", "uint64" -> NODES.numberNode(reader.varint());
            case "double" -> NODES.numberNode(reader.float64());
            default -> {
                if (wireType != WireReader.LENGTH) {
                    throw new IllegalArgumentException("a " + type + " of wire type " + wireType);
                }
                yield messageValue(type, reader.block());
            }
        };
    }

    /** Messages that JSON has as plain values. */
    private static JsonNode messageValue(String type, ByteBuffer bytes) {
        ObjectNode object = NODES.objectNode();
        switch (type) {
            case "meta.v1.Time", "meta.v1.MicroTime", "meta.v1.Timestamp" -> {
                fill(object, type, bytes);
                long seconds = object.path("seconds").asLong(0);
                Instant time =
                        Instant.ofEpochSecond(seconds, object.path("nanos").asLong(0));
                return seconds == 0 ? NODES.nullNode() : NODES.textNode(time.toString());
            }
            case "resource.Quantity" -> {
                fill(object, type, bytes);
                return NODES.textNode(object.path("string").asText("0"));
            }
            case "intstr.IntOrString" -> {
                fill(object, type, bytes);
                return object.path("type").asInt(0) == 0
                        ? NODES.numberNode(object.path("intVal").asInt(0))
                        : NODES.textNode(object.path("strVal").asText(""));
            }
            case "meta.v1.FieldsV1", "runtime.RawExtension" -> {
                return raw(bytes);
            }
            case "authorization.v1.ExtraValue", "authentication.v1.ExtraValue" -> {
                fill(object, type, bytes);
                return object.path("items");
            }
            default -> {
                fill(object, type, bytes);
                return object;
            }
        }
    }

    private static JsonNode raw(ByteBuffer bytes) {
        WireReader reader = new WireReader(bytes);
        reader.varint();
        try {
            return JSON.readTree(WireReader.text(reader.block()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("raw JSON that is none", e);
        }
    }
}
