package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Annotations worth keeping: those that plans, guards and people's marks are made of, and none that is long. */
final class Annotations {

    private static final int LONGEST = 4096;

    private Annotations() {}

    static Map<String, String> kept(JsonNode object) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (var entry : object.path("metadata").path("annotations").properties()) {
            String value = entry.getValue().asText();
            boolean bulky = entry.getKey().equals("kubectl.kubernetes.io/last-applied-configuration");
            if (!bulky && value.length() <= LONGEST) {
                kept.put(entry.getKey(), value);
            }
        }
        return kept;
    }
}
