package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The quality-of-service class of a pod, from its containers' requests and limits. */
public final class QosClass {

    private QosClass() {}

    public static String of(JsonNode spec) {
        boolean any = false;
        boolean guaranteed = true;
        for (JsonNode container : Fields.at(spec, "containers")) {
            JsonNode requests = Fields.at(container, "resources", "requests");
            JsonNode limits = Fields.at(container, "resources", "limits");
            any |= !requests.isEmpty() || !limits.isEmpty();
            for (String resource : List.of("cpu", "memory")) {
                String limit = Fields.text(limits, resource);
                String request = Fields.text(requests, resource);
                guaranteed &= !limit.isEmpty() && (request.isEmpty() || request.equals(limit));
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }
}
