package io.plimsoll.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import org.jspecify.annotations.Nullable;

/** RFC 6902. A failed operation is 422, as the API server answers it. */
public final class JsonPatch {

    private JsonPatch() {}

    /**
     * Edits {@code target} in place.
     *
     * @throws ApiException 422 if a test fails or a path isn't there; 400 if the patch is no list of operations
     */
    public static void apply(ObjectNode target, JsonNode patch) {
        if (!patch.isArray()) {
            throw ApiException.badRequest(
                    "error decoding patch: json: cannot unmarshal object into Go value of type " + "jsonpatch.Patch");
        }
        for (JsonNode operation : patch) {
            operate(target, operation);
        }
    }

    private static void operate(ObjectNode target, JsonNode operation) {
        String path = operation.path("path").asText();
        String op = operation.path("op").asText();
        JsonNode value = operation.get("value");
        switch (op) {
            case "add" -> add(target, path, copy(value, op));
            case "replace" -> {
                remove(target, path, op);
                add(target, path, copy(value, op));
            }
            case "remove" -> remove(target, path, op);
            case "test" -> test(target, path, value);
            case "copy" ->
                add(target, path, copy(read(target, operation.path("from").asText()), op));
            case "move" -> {
                String from = operation.path("from").asText();
                JsonNode moved = copy(read(target, from), op);
                remove(target, from, op);
                add(target, path, moved);
            }
            default -> throw refused("unexpected kind: " + op);
        }
    }

    private static JsonNode copy(@Nullable JsonNode value, String op) {
        if (value == null) {
            throw refused(op + " operation has no value");
        }
        return value.deepCopy();
    }

    private static void test(ObjectNode target, String path, @Nullable JsonNode expected) {
        JsonNode actual = read(target, path);
        boolean bothAbsent = (actual == null || actual.isNull()) && (expected == null || expected.isNull());
        if (!bothAbsent && (actual == null || !sameValue(actual, expected))) {
            throw refused("testing value %s failed".formatted(path));
        }
    }

    /** Numbers compare by value: 1 and 1.0 are one. */
    private static boolean sameValue(JsonNode one, @Nullable JsonNode other) {
        if (one.isNumber() && other != null && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    private static @Nullable JsonNode read(JsonNode target, String pointer) {
        JsonNode node = target;
        for (String element : elements(pointer)) {
            node = node.isArray() ? node.path(index(element, node.size())) : node.path(element);
        }
        return node.isMissingNode() ? null : node;
    }

    private static void add(ObjectNode target, String pointer, JsonNode value) {
        String[] elements = elements(pointer);
        if (elements.length == 0) {
            throw refused("the whole document can't be replaced");
        }
        String last = elements[elements.length - 1];
        switch (parent(target, elements, "add", pointer)) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> {
                int index = last.equals("-") ? array.size() : index(last, array.size() + 1);
                if (index < 0) {
                    throw missing("add", pointer);
                }
                array.insert(index, value);
            }
            default -> throw missing("add", pointer);
        }
    }

    private static void remove(ObjectNode target, String pointer, String op) {
        String[] elements = elements(pointer);
        String last = elements.length == 0 ? "" : elements[elements.length - 1];
        JsonNode removed =
                switch (parent(target, elements, op, pointer)) {
                    case ObjectNode object -> object.remove(last);
                    case ArrayNode array -> array.remove(index(last, array.size()));
                    default -> null;
                };
        if (removed == null) {
            throw missing(op, pointer);
        }
    }

    private static JsonNode parent(ObjectNode target, String[] elements, String op, String pointer) {
        JsonNode node = target;
        for (int i = 0; i < elements.length - 1; i++) {
            node = node.isArray() ? node.path(index(elements[i], node.size())) : node.path(elements[i]);
        }
        if (node.isMissingNode()) {
            throw missing(op, pointer);
        }
        return node;
    }

    private static String[] elements(String pointer) {
        if (pointer.isEmpty()) {
            return new String[0];
        }
        String[] elements = pointer.substring(1).split("/", -1);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = elements[i].replace("~1", "/").replace("~0", "~");
        }
        return elements;
    }

    private static int index(String element, int size) {
        try {
            int index = Integer.parseInt(element);
            return index < size ? index : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static ApiException missing(String op, String pointer) {
        return refused(
                "%s operation does not apply: doc is missing path: \"%s\": missing value".formatted(op, pointer));
    }

    private static ApiException refused(String why) {
        return new ApiException(ApiStatus.of(
                422, "Invalid", "the server rejected our request due to an error in our " + "request: " + why));
    }
}
