package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The conditions of a status. The transition time moves only when the status of a condition does. */
public final class Conditions {

    private Conditions() {}

    public static void set(ObjectNode object, String type, boolean holds, String reason, String message, Instant now) {
        set(object, type, holds ? "True" : "False", reason, message, now);
    }

    public static void set(
            ObjectNode object,
            String type,
            boolean holds,
            String reason,
            String message,
            Instant now,
            long generation) {
        set(object, type, holds, reason, message, now);
        JsonNode condition = find(object, type);
        if (condition instanceof ObjectNode known) {
            known.put("observedGeneration", generation);
        }
    }

    public static void set(ObjectNode object, String type, String status, String reason, String message, Instant now) {
        ArrayNode conditions = Fields.ensureArray(Fields.ensure(object, "status"), "conditions");
        ObjectNode condition = find(object, type) instanceof ObjectNode known ? known : conditions.addObject();
        boolean changed = !Fields.text(condition, "status").equals(status);
        condition.put("type", type).put("status", status);
        putUnlessEmpty(condition, "reason", reason);
        putUnlessEmpty(condition, "message", message);
        if (changed) {
            condition.put("lastTransitionTime", Fields.time(now));
        }
    }

    private static void putUnlessEmpty(ObjectNode condition, String field, String value) {
        if (value.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, value);
        }
    }

    public static void remove(ObjectNode object, String type) {
        if (Fields.at(object, "status", "conditions") instanceof ArrayNode conditions) {
            for (int i = conditions.size() - 1; i >= 0; i--) {
                if (Fields.text(conditions.get(i), "type").equals(type)) {
                    conditions.remove(i);
                }
            }
        }
    }

    public static @Nullable JsonNode find(JsonNode object, String type) {
        for (JsonNode condition : Fields.at(object, "status", "conditions")) {
            if (Fields.text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return null;
    }

    /** {@code True}, {@code False}, {@code Unknown}, or empty if there is no such condition. */
    public static String status(JsonNode object, String type) {
        JsonNode condition = find(object, type);
        return condition == null ? "" : Fields.text(condition, "status");
    }
}
