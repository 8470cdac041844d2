package io.plimsoll.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The cells of a pod's row ({@code printPod}). */
final class PodCells {

    private PodCells() {}

    static List<Column> columns() {
        return List.of(
                Column.path("Name", "metadata", "name"),
                Column.text("Ready", (pod, now) -> ready(pod)),
                Column.text("Status", (pod, now) -> status(pod)),
                Column.text("Restarts", PodCells::restarts),
                Columns.AGE,
                Column.wide("IP", (pod, now) -> Columns.orNone(pod.text("status", "podIP"))),
                Column.wide("Node", (pod, now) -> Columns.orNone(pod.text("spec", "nodeName"))),
                Column.wide("Nominated Node", (pod, now) -> Columns.orNone(pod.text("status", "nominatedNodeName"))),
                Column.wide("Readiness Gates", (pod, now) -> "<none>"));
    }

    private static String ready(StoredObject pod) {
        int ready = 0;
        for (JsonNode container : pod.at("status", "containerStatuses")) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
        }
        return ready + "/" + pod.at("spec", "containers").size();
    }

    static String status(StoredObject pod) {
        String reason = pod.text("status", "reason");
        if (reason.isEmpty()) {
            reason = pod.text("status", "phase");
        }
        for (JsonNode container : pod.at("status", "containerStatuses")) {
            JsonNode state = container.path("state");
            String waiting = state.path("waiting").path("reason").asText("");
            String terminated = state.path("terminated").path("reason").asText("");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (!terminated.isEmpty()) {
                reason = terminated;
            }
        }
        for (JsonNode condition : pod.at("status", "conditions")) {
            if (condition.path("type").asText().equals("PodScheduled")
                    && condition.path("reason").asText("").equals("SchedulingGated")) {
                reason = "SchedulingGated";
            }
        }
        if (pod.deleting()) {
            return pod.text("status", "reason").equals("NodeLost") ? "Unknown" : "Terminating";
        }
        return reason;
    }

    private static String restarts(StoredObject pod, Instant now) {
        int restarts = 0;
        String last = "";
        for (JsonNode container : pod.at("status", "containerStatuses")) {
            restarts += container.path("restartCount").asInt(0);
            String finished = container
                    .path("lastState")
                    .path("terminated")
                    .path("finishedAt")
                    .asText("");
            last = finished.compareTo(last) > 0 ? finished : last;
        }
        return restarts > 0 && !last.isEmpty()
                ? "%d (%s ago)".formatted(restarts, Ages.since(last, now))
                : Integer.toString(restarts);
    }

    static String containers(JsonNode podSpec, String field) {
        List<String> values = new ArrayList<>();
        podSpec.path("containers").forEach(c -> values.add(c.path(field).asText()));
        return String.join(",", values);
    }
}
