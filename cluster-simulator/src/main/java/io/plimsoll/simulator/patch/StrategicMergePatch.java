package io.plimsoll.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.fields.ListKeys;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Kubernetes' strategic merge patch ({@code apimachinery/pkg/util/strategicpatch}): lists whose items have a key are
 * merged item by item; {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList} and
 * {@code $setElementOrder} are obeyed.
 */
public final class StrategicMergePatch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    /** Lists of plain values that are merged as sets. */
    private static final Set<String> SETS = Set.of("finalizers");

    private StrategicMergePatch() {}

    /** Edits {@code target} in place. */
    public static void apply(ObjectNode target, JsonNode patch) {
        if (patch.path(DIRECTIVE).asText().equals("replace")) {
            target.removeAll();
        }
        retain(target, patch);
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            if (name.startsWith(DELETE_VALUES)) {
                deleteValues(target, name.substring(DELETE_VALUES.length()), field.getValue());
            } else if (!name.startsWith("$")) {
                set(target, name, field.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getKey().startsWith(ORDER)) {
                order(target, field.getKey().substring(ORDER.length()), field.getValue());
            }
        }
    }

    private static void retain(ObjectNode target, JsonNode patch) {
        if (patch.path(RETAIN) instanceof ArrayNode keys) {
            Set<String> kept = new HashSet<>();
            keys.forEach(key -> kept.add(key.asText()));
            target.retain(kept);
        }
    }

    private static void set(ObjectNode target, String name, JsonNode value) {
        JsonNode present = target.get(name);
        if (value.isNull() || value.path(DIRECTIVE).asText().equals("delete")) {
            target.remove(name);
        } else if (value.isObject()) {
            ObjectNode inner = present instanceof ObjectNode object ? object : target.putObject(name);
            apply(inner, value);
        } else if (value instanceof ArrayNode list) {
            target.set(name, merged(name, present instanceof ArrayNode old ? old : empty(), list));
        } else {
            target.set(name, value);
        }
    }

    private static ArrayNode merged(String name, ArrayNode present, ArrayNode patch) {
        for (JsonNode item : patch) {
            if (item.path(DIRECTIVE).asText().equals("replace")) {
                ArrayNode replacement = empty();
                patch.forEach(i -> {
                    if (!i.has(DIRECTIVE)) {
                        replacement.add(i.deepCopy());
                    }
                });
                return replacement;
            }
        }
        if (SETS.contains(name)) {
            ArrayNode union = present.deepCopy();
            Set<JsonNode> known = new HashSet<>();
            present.forEach(known::add);
            patch.forEach(value -> {
                if (known.add(value)) {
                    union.add(value);
                }
            });
            return union;
        }
        String key = ListKeys.keyOf(name, present.isEmpty() ? patch : present);
        return key == null ? patch.deepCopy() : byKey(key, present, patch);
    }

    private static ArrayNode byKey(String key, ArrayNode present, ArrayNode patch) {
        ArrayNode result = present.deepCopy();
        for (JsonNode item : patch) {
            int index = ListKeys.indexOf(result, key, item);
            if (item.path(DIRECTIVE).asText().equals("delete")) {
                if (index >= 0) {
                    result.remove(index);
                }
            } else if (index >= 0 && result.get(index) instanceof ObjectNode old) {
                apply(old, item);
            } else {
                ObjectNode added = JsonNodeFactory.instance.objectNode();
                apply(added, item);
                result.add(added);
            }
        }
        return result;
    }

    private static void deleteValues(ObjectNode target, String name, JsonNode values) {
        if (target.get(name) instanceof ArrayNode list) {
            Set<JsonNode> gone = new HashSet<>();
            values.forEach(gone::add);
            ArrayNode rest = empty();
            list.forEach(value -> {
                if (!gone.contains(value)) {
                    rest.add(value);
                }
            });
            target.set(name, rest);
        }
    }

    /** Items named in {@code order} come in that order; the others keep their place behind them. */
    private static void order(ObjectNode target, String name, JsonNode order) {
        if (!(target.get(name) instanceof ArrayNode list) || list.isEmpty()) {
            return;
        }
        ArrayNode ordered = empty();
        Set<JsonNode> placed = new HashSet<>();
        String key = order.path(0).isObject() ? order.path(0).fieldNames().next() : "";
        for (JsonNode wanted : order) {
            for (JsonNode item : list) {
                boolean same =
                        key.isEmpty() ? item.equals(wanted) : item.path(key).equals(wanted.path(key));
                if (same && placed.add(item)) {
                    ordered.add(item);
                }
            }
        }
        list.forEach(item -> {
            if (placed.add(item)) {
                ordered.add(item);
            }
        });
        target.set(name, ordered);
    }

    private static ArrayNode empty() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
