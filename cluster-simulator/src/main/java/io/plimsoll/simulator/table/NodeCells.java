package io.plimsoll.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.List;

/** The cells of a node's row ({@code printNode}). */
final class NodeCells {

    private static final String ROLE = "node-role.kubernetes.io/";

    private NodeCells() {}

    static List<Column> columns() {
        return List.of(
                Column.path("Name", "metadata", "name"),
                Column.text("Status", (node, now) -> status(node)),
                Column.text("Roles", (node, now) -> roles(node)),
                Columns.AGE,
                Column.path("Version", "status", "nodeInfo", "kubeletVersion"),
                Column.wide("Internal-IP", (node, now) -> address(node, "InternalIP")),
                Column.wide("External-IP", (node, now) -> address(node, "ExternalIP")),
                Column.wide("OS-Image", (node, now) -> info(node, "osImage")),
                Column.wide("Kernel-Version", (node, now) -> info(node, "kernelVersion")),
                Column.wide("Container-Runtime", (node, now) -> info(node, "containerRuntimeVersion")));
    }

    private static String status(StoredObject node) {
        List<String> status = new ArrayList<>();
        for (JsonNode condition : node.at("status", "conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                status.add(condition.path("status").asText().equals("True") ? "Ready" : "NotReady");
            }
        }
        if (status.isEmpty()) {
            status.add("Unknown");
        }
        if (node.at("spec", "unschedulable").asBoolean()) {
            status.add("SchedulingDisabled");
        }
        return String.join(",", status);
    }

    private static String roles(StoredObject node) {
        List<String> roles = node.labels().keySet().stream()
                .filter(label -> label.startsWith(ROLE))
                .map(label -> label.substring(ROLE.length()))
                .sorted()
                .toList();
        return roles.isEmpty() ? "<none>" : String.join(",", roles);
    }

    private static String address(StoredObject node, String type) {
        for (JsonNode address : node.at("status", "addresses")) {
            if (address.path("type").asText().equals(type)) {
                return address.path("address").asText();
            }
        }
        return "<none>";
    }

    private static String info(StoredObject node, String field) {
        String value = node.text("status", "nodeInfo", field);
        return value.isEmpty() ? "<unknown>" : value;
    }
}
