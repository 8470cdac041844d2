package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Reads and sets entries of {@code status.conditions}. */
final class Conditions {

    private Conditions() {}

    /** A missing node if there is none of that type. */
    static JsonNode find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return Json.NODES.missingNode();
    }

    /** @param generation becomes {@code observedGeneration} unless missing */
    static void set(
            ObjectNode status,
            String type,
            boolean holds,
            String reason,
            String message,
            JsonNode generation,
            Instant now) {
        ArrayNode conditions = status.withArrayProperty("conditions");
        String value = holds ? "True" : "False";
        ObjectNode condition = find(status, type) instanceof ObjectNode known
                ? known
                : conditions.addObject().put("type", type);
        if (!condition.path("status").asText().equals(value)) {
            condition.put("lastTransitionTime", Json.time(now));
        }
        condition.put("status", value).put("reason", reason).put("message", message);
        if (!generation.isMissingNode()) {
            condition.set("observedGeneration", generation);
        }
    }
}
