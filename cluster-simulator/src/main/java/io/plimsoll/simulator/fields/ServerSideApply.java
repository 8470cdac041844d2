package io.plimsoll.simulator.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Server-side apply: the applied fields are set and owned; what the manager applied before and doesn't any more is
 * removed unless somebody else owns it; a field of another manager with another value is a conflict.
 *
 * <p>Known simplification: lists are told apart by {@link ListKeys}, so lists of custom resources are single values.
 */
public final class ServerSideApply {

    private ServerSideApply() {}

    /** A new object with its fields owned by the manager. */
    public static ObjectNode created(ObjectNode applied, Write write, Instant now) {
        ObjectNode object = applied.deepCopy();
        own(object, JsonNodeFactory.instance.arrayNode(), applied, write, now);
        return object;
    }

    /**
     * The object after the apply.
     *
     * @throws ApiException 409 with one cause per field, unless {@code force}
     */
    public static ObjectNode applied(StoredObject before, ObjectNode applied, Write write, boolean force, Instant now) {
        ObjectNode wanted = FieldChanges.between(null, applied).set();
        ArrayNode entries = before.at("metadata", "managedFields") instanceof ArrayNode known
                ? known.deepCopy()
                : JsonNodeFactory.instance.arrayNode();
        ObjectNode different =
                FieldChanges.between(before.json(), overlaid(before, applied)).set();
        if (!force) {
            refuseConflicts(before, entries, different, write);
        }
        ObjectNode after = overlaid(before, applied);
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        for (Iterator<JsonNode> each = entries.iterator(); each.hasNext(); ) {
            if (each.next() instanceof ObjectNode entry) {
                ObjectNode fields = entry.withObjectProperty("fieldsV1");
                if (isOwn(entry, write)) {
                    given = fields.deepCopy();
                    each.remove();
                } else {
                    FieldSet.subtract(fields, different);
                    if (fields.isEmpty()) {
                        each.remove();
                    }
                }
            }
        }
        FieldSet.subtract(given, wanted);
        ObjectNode abandoned = given;
        entries.forEach(entry -> FieldSet.subtract(abandoned, entry.path("fieldsV1")));
        removeFields(after, abandoned);
        own(after, entries, applied, write, now);
        return after;
    }

    private static void refuseConflicts(StoredObject before, ArrayNode entries, ObjectNode different, Write write) {
        List<ApiStatus.Cause> causes = new ArrayList<>();
        for (JsonNode entry : entries) {
            String manager = entry.path("manager").asText();
            if (!manager.equals(write.manager())) {
                for (String field : FieldSet.overlap(entry.path("fieldsV1"), different)) {
                    causes.add(new ApiStatus.Cause(
                            "FieldManagerConflict",
                            "conflict with \"%s\" using %s"
                                    .formatted(manager, entry.path("apiVersion").asText()),
                            field));
                }
            }
        }
        if (!causes.isEmpty()) {
            String fields = String.join(
                    "; ",
                    causes.stream().map(c -> c.message() + ": " + c.field()).toList());
            throw new ApiException(new ApiStatus(
                    409,
                    "Conflict",
                    "Apply failed with %d conflict%s: %s"
                            .formatted(causes.size(), causes.size() == 1 ? "" : "s", fields),
                    "",
                    "",
                    "",
                    "",
                    causes,
                    0));
        }
    }

    private static boolean isOwn(JsonNode entry, Write write) {
        return entry.path("manager").asText().equals(write.manager())
                && entry.path("operation").asText().equals("Apply")
                && entry.path("subresource").asText("").equals(write.subresource());
    }

    private static void own(ObjectNode object, ArrayNode entries, ObjectNode applied, Write write, Instant now) {
        ObjectNode entry = FieldChanges.entry(
                entries.addObject(), write, applied.path("apiVersion").asText(), "Apply");
        entry.put("time", now.truncatedTo(ChronoUnit.SECONDS).toString());
        entry.set("fieldsV1", FieldChanges.between(null, applied).set());
        object.withObjectProperty("metadata").set("managedFields", entries);
    }

    private static ObjectNode overlaid(StoredObject before, ObjectNode applied) {
        ObjectNode after = before.copy();
        overlay(after, applied);
        return after;
    }

    private static void overlay(ObjectNode target, JsonNode applied) {
        for (Map.Entry<String, JsonNode> field : applied.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            String key = value.isArray() ? ListKeys.keyOf(name, value) : null;
            if (value.isObject()) {
                ObjectNode inner = target.get(name) instanceof ObjectNode known ? known : target.putObject(name);
                overlay(inner, value);
            } else if (key != null && target.get(name) instanceof ArrayNode list) {
                overlayItems(list, key, value);
            } else {
                target.set(name, value.deepCopy());
            }
        }
    }

    private static void overlayItems(ArrayNode list, String key, JsonNode applied) {
        for (JsonNode item : applied) {
            int index = ListKeys.indexOf(list, key, item);
            if (index >= 0 && list.get(index) instanceof ObjectNode known) {
                overlay(known, item);
            } else {
                list.add(item.deepCopy());
            }
        }
    }

    private static void removeFields(JsonNode target, JsonNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String element = field.getKey();
            String name = element.substring(element.indexOf(':') + 1);
            if (target instanceof ObjectNode object && element.startsWith("f:")) {
                if (field.getValue().isEmpty()) {
                    object.remove(name);
                } else {
                    removeFromInner(object, name, field.getValue());
                }
            }
        }
    }

    private static void removeFromInner(ObjectNode object, String name, JsonNode fields) {
        JsonNode inner = object.path(name);
        if (inner instanceof ArrayNode list) {
            for (Map.Entry<String, JsonNode> item : fields.properties()) {
                removeItem(list, name, item.getKey(), item.getValue());
            }
        } else {
            removeFields(inner, fields);
        }
    }

    private static void removeItem(ArrayNode list, String name, String element, JsonNode fields) {
        String key = ListKeys.keyOf(name, list);
        for (int i = 0; key != null && i < list.size(); i++) {
            if (ListKeys.pathElement(key, list.get(i)).equals(element)) {
                if (fields.isEmpty() || fields.has("f:" + key)) {
                    list.remove(i);
                } else {
                    removeFields(list.get(i), fields);
                }
                return;
            }
        }
    }
}
