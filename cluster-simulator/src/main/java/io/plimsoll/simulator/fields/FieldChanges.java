package io.plimsoll.simulator.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one write set and what it removed.
 *
 * @param set fields with a new value
 * @param removed fields that are gone
 */
record FieldChanges(ObjectNode set, ObjectNode removed) {

    /** What nobody owns: identity, and what the API server itself writes. */
    private static final Set<String> NOT_OWNED = Set.of(
            "uid",
            "name",
            "namespace",
            "generateName",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "selfLink",
            "managedFields");

    static FieldChanges between(@Nullable ObjectNode before, ObjectNode after) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        FieldChanges changes = new FieldChanges(nodes.objectNode(), nodes.objectNode());
        JsonNode old = before == null ? nodes.objectNode() : before;
        for (String field : names(old, after)) {
            if (field.equals("apiVersion") || field.equals("kind")) {
                continue;
            }
            if (field.equals("metadata")) {
                metadata(changes, old.path(field), after.path(field));
            } else {
                compare("f:" + field, field, old.get(field), after.get(field), changes);
            }
        }
        return changes;
    }

    private static void metadata(FieldChanges changes, JsonNode before, JsonNode after) {
        FieldChanges inner = nested();
        for (String field : names(before, after)) {
            if (!NOT_OWNED.contains(field)) {
                compare("f:" + field, field, before.get(field), after.get(field), inner);
            }
        }
        changes.keep("f:metadata", inner);
    }

    private static void compare(
            String element, String field, @Nullable JsonNode before, @Nullable JsonNode after, FieldChanges changes) {
        if (after == null || after.isNull()) {
            if (before != null && !before.isNull()) {
                changes.removed.putObject(element);
            }
        } else if (!after.equals(before)) {
            JsonNode old = before == null ? JsonNodeFactory.instance.missingNode() : before;
            FieldChanges inner = nested();
            String key = after.isArray() ? ListKeys.keyOf(field, after) : null;
            if (after.isObject() && !after.isEmpty()) {
                names(old, after).forEach(name -> compare("f:" + name, name, old.get(name), after.get(name), inner));
                changes.keep(element, inner);
            } else if (key != null && !after.isEmpty()) {
                items(key, old, after, inner);
                changes.keep(element, inner);
            } else {
                changes.set.putObject(element);
            }
        }
    }

    private static void items(String key, JsonNode before, JsonNode after, FieldChanges changes) {
        for (JsonNode item : after) {
            compare(ListKeys.pathElement(key, item), "", ListKeys.find(before, key, item), item, changes);
        }
        for (JsonNode item : before) {
            if (ListKeys.find(after, key, item) == null) {
                changes.removed.putObject(ListKeys.pathElement(key, item));
            }
        }
    }

    private static FieldChanges nested() {
        return new FieldChanges(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());
    }

    private void keep(String element, FieldChanges inner) {
        if (!inner.set.isEmpty()) {
            set.set(element, inner.set);
        }
        if (!inner.removed.isEmpty()) {
            removed.set(element, inner.removed);
        }
    }

    private static Set<String> names(JsonNode one, JsonNode other) {
        Set<String> names = new TreeSet<>();
        one.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Writes the changes into the object's managedFields. */
    void record(ObjectNode object, Write write, Instant now) {
        if (set.isEmpty() && removed.isEmpty()) {
            return;
        }
        // The list may be shared with the state before, so it is edited as a copy.
        ArrayNode entries = object.path("metadata").get("managedFields") instanceof ArrayNode known
                ? known.deepCopy()
                : JsonNodeFactory.instance.arrayNode();
        ObjectNode own = null;
        for (Iterator<JsonNode> each = entries.iterator(); each.hasNext(); ) {
            if (!(each.next() instanceof ObjectNode entry)) {
                continue;
            }
            ObjectNode fields = entry.withObjectProperty("fieldsV1");
            FieldSet.subtract(fields, removed);
            if (isFor(entry, write)) {
                own = entry;
            } else {
                FieldSet.subtract(fields, set);
                if (fields.isEmpty()) {
                    each.remove();
                }
            }
        }
        if (own == null && !set.isEmpty()) {
            own = entry(entries.addObject(), write, object.path("apiVersion").asText(), "Update");
        }
        if (own != null) {
            own.put("time", now.truncatedTo(ChronoUnit.SECONDS).toString());
            FieldSet.add(own.withObjectProperty("fieldsV1"), set);
        }
        object.withObjectProperty("metadata").set("managedFields", entries);
    }

    static ObjectNode entry(ObjectNode entry, Write write, String apiVersion, String operation) {
        entry.put("manager", write.manager()).put("operation", operation).put("apiVersion", apiVersion);
        entry.put("fieldsType", "FieldsV1");
        if (!write.subresource().isEmpty()) {
            entry.put("subresource", write.subresource());
        }
        return entry;
    }

    private static boolean isFor(ObjectNode entry, Write write) {
        return entry.path("manager").asText().equals(write.manager())
                && entry.path("operation").asText().equals("Update")
                && entry.path("subresource").asText("").equals(write.subresource());
    }
}
