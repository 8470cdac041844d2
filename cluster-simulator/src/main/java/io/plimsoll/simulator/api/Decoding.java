package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Quantities;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What reading a body as an object of its type would refuse: values of another type, quantities that are none and, where the
 * caller asks for strictness, fields that the type hasn't.
 *
 * <p>Source of the words: {@code k8s.io/apimachinery/pkg/runtime/serializer/json}, {@code pkg/api/resource/quantity.go}.
 */
final class Decoding {

    private static final String REFERENCE = "#/components/schemas/";
    private static final String QUANTITY =
            "quantities must match the regular expression " + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    /** Types that hold what nobody's schema says. */
    private static final Set<ResourceType> FREE =
            Set.of(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, ResourceTypes.CONTROLLER_REVISION);

    private final Schemas schemas = new Schemas();
    private final Map<ResourceType, Optional<Known>> known = new ConcurrentHashMap<>();

    private record Known(ObjectNode components, JsonNode root) {}

    /** One body on its way in. */
    private record Body(ResourceType type, ObjectNode components, boolean strict) {}

    /** @throws ApiException 400 */
    void check(ResourceType type, JsonNode body, boolean strict) {
        if (!FREE.contains(type)) {
            known.computeIfAbsent(type, this::known)
                    .ifPresent(known -> value(new Body(type, known.components(), strict), known.root(), body, ""));
        }
    }

    private Optional<Known> known(ResourceType type) {
        ObjectNode components = Json.NODES.objectNode();
        schemas.add(components, type);
        JsonNode root = components.path(Schemas.name(type));
        return root.path("properties").isEmpty() ? Optional.empty() : Optional.of(new Known(components, root));
    }

    private void value(Body body, JsonNode schema, JsonNode value, String path) {
        JsonNode reference = schema.path("allOf").path(0).path("$ref");
        if (value.isNull()) {
            return;
        }
        if (reference.isTextual()) {
            JsonNode meant = body.components().path(reference.asText().substring(REFERENCE.length()));
            value(body, meant, value, path);
            return;
        }
        switch (schema.path("type").asText()) {
            case "boolean" -> require(value.isBoolean(), body, value, path, "bool");
            case "integer" -> require(value.isNumber(), body, value, path, "int64");
            case "string" -> text(body, schema.path("format").asText(), value, path);
            case "array" -> {
                require(value.isArray(), body, value, path, "list");
                for (int i = 0; i < value.size(); i++) {
                    value(body, schema.path("items"), value.get(i), path + "[" + i + "]");
                }
            }
            default -> object(body, schema, value, path);
        }
    }

    private void object(Body body, JsonNode schema, JsonNode value, String path) {
        JsonNode properties = schema.path("properties");
        JsonNode each = schema.path("additionalProperties");
        if (properties.isEmpty() && each.isMissingNode()) {
            return; // it may be anything
        }
        require(value.isObject(), body, value, path, "object");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode of = each.isMissingNode() ? properties.path(field.getKey()) : each;
            if (!of.isMissingNode()) {
                value(body, of, field.getValue(), below);
            } else if (body.strict() && !field.getKey().startsWith("$")) { // $patch and its like say how to merge
                throw refused(body.type(), "strict decoding error: unknown field \"%s\"".formatted(below));
            }
        }
    }

    private static void text(Body body, String format, JsonNode value, String path) {
        switch (format) {
            case "int-or-string" ->
                require(value.isTextual() || value.isInt(), body, value, path, "intstr.IntOrString");
            case "quantity" -> {
                if (!value.isNumber() && !(value.isTextual() && Quantities.isOne(value.textValue()))) {
                    throw refused(body.type(), QUANTITY);
                }
            }
            default -> require(value.isTextual(), body, value, path, "string");
        }
    }

    private static void require(boolean holds, Body body, JsonNode value, String path, String wanted) {
        if (!holds) {
            throw refused(
                    body.type(),
                    "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                            .formatted(named(value), body.type().kind(), path, wanted));
        }
    }

    private static String named(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY, NULL, MISSING -> "string";
        };
    }

    private static ApiException refused(ResourceType type, String why) {
        return ApiException.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                .formatted(type.kind(), type.version(), type.kind(), why));
    }
}
