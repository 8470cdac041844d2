package io.plimsoll.actuator.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document that a service serves, and whether an answer is as it says: no field more, none less. */
record ServedContract(JsonNode document) {

    static ServedContract read(String json) {
        return new ServedContract(tree(json));
    }

    private static JsonNode tree(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    Set<String> paths() {
        return names(document.path("paths"));
    }

    Set<String> codes(String path) {
        return names(document.path("paths").path(path).path("get").path("responses"));
    }

    /** What is wrong with an answer, a line each, with its place. */
    List<String> faults(String path, int code, String body) {
        JsonNode content = document.path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path(String.valueOf(code))
                .path("content")
                .path("application/json")
                .path("schema");
        List<String> faults = new ArrayList<>();
        if (content.isMissingNode()) {
            faults.add(path + " has no schema for " + code);
        } else {
            look(content, tree(body), path, faults);
        }
        return faults;
    }

    private void look(JsonNode given, JsonNode value, String at, List<String> faults) {
        JsonNode schema = resolved(given);
        if (schema.has("anyOf")) {
            boolean fits = false;
            for (JsonNode choice : schema.path("anyOf")) {
                List<String> of = new ArrayList<>();
                look(choice, value, at, of);
                fits = fits || of.isEmpty();
            }
            if (!fits) {
                faults.add(at + " is none of what it may be: " + value);
            }
            return;
        }
        if (!types(schema).contains(type(value))
                && !(type(value).equals("integer") && types(schema).contains("number"))) {
            faults.add(at + " is " + type(value) + ", documented as " + types(schema));
            return;
        }
        if (schema.has("enum") && !texts(schema.path("enum")).contains(value.asText())) {
            faults.add(at + " is " + value + ", documented as " + schema.path("enum"));
        }
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            look(schema.path("items"), value.get(i), at + "[" + i + "]", faults);
        }
        if (value.isObject()) {
            fields(schema, value, at, faults);
        }
    }

    private void fields(JsonNode schema, JsonNode value, String at, List<String> faults) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                faults.add(at + " has no " + required.asText());
            }
        }
        value.properties().forEach(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode other = schema.path("additionalProperties");
            if (known.isMissingNode() && other.isMissingNode()) {
                faults.add(at + "." + field.getKey() + " is documented nowhere");
            } else {
                look(known.isMissingNode() ? other : known, field.getValue(), at + "." + field.getKey(), faults);
            }
        });
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.isEmpty()
                ? schema
                : document.path("components").path("schemas").path(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static Set<String> types(JsonNode schema) {
        return schema.path("type").isTextual() ? Set.of(schema.path("type").asText()) : texts(schema.path("type"));
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
        };
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
