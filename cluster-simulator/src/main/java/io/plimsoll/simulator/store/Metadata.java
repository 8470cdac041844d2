package io.plimsoll.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;

/** What the store itself writes into {@code metadata}, and how it tells a change that matters. */
final class Metadata {

    private static final Set<String> NOT_DESIRED_STATE = Set.of("metadata", "status", "apiVersion", "kind");

    private Metadata() {}

    static ObjectNode of(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata ? metadata : object.putObject("metadata");
    }

    /** Kubernetes' {@code meta/v1 Time}: whole seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Fields only the store may change: they're taken over from the stored state. */
    static void keep(ObjectNode before, ObjectNode after, String... fields) {
        ObjectNode target = of(after);
        for (String field : fields) {
            JsonNode value = before.path("metadata").get(field);
            if (value == null) {
                target.remove(field);
            } else {
                target.set(field, value);
            }
        }
    }

    /** Whether anything but metadata and status differs. */
    static boolean desiredStateChanged(ObjectNode before, ObjectNode after) {
        return !desires(after, before) || !desires(before, after);
    }

    private static boolean desires(ObjectNode all, ObjectNode of) {
        for (Map.Entry<String, JsonNode> field : of.properties()) {
            if (!NOT_DESIRED_STATE.contains(field.getKey()) && !field.getValue().equals(all.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    static boolean hasFinalizers(ObjectNode object) {
        // A namespace has its own list, under spec.
        return !object.path("metadata").path("finalizers").isEmpty()
                || !object.path("spec").path("finalizers").isEmpty();
    }
}
