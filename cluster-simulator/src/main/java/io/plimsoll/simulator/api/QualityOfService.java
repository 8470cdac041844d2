package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The QoS class of a pod ({@code pkg/apis/core/helper/qos}). */
final class QualityOfService {

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private QualityOfService() {}

    static String of(JsonNode spec) {
        boolean any = false;
        boolean guaranteed = true;
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(list)) {
                JsonNode resources = container.path("resources");
                for (String resource : COUNTED) {
                    JsonNode limit = resources.path("limits").path(resource);
                    JsonNode request = resources.path("requests").path(resource);
                    any |= !limit.isMissingNode() || !request.isMissingNode();
                    guaranteed &= !limit.isMissingNode() && (request.isMissingNode() || request.equals(limit));
                }
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }
}
