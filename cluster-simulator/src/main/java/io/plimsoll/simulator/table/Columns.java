package io.plimsoll.simulator.table;

import static io.plimsoll.simulator.table.Column.count;
import static io.plimsoll.simulator.table.Column.path;
import static io.plimsoll.simulator.table.Column.text;
import static io.plimsoll.simulator.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The columns of every type that has more than a name and an age ({@code pkg/printers/internalversion}). */
final class Columns {

    static final Column AGE =
            text("Age", (object, now) -> Ages.since(object.text("metadata", "creationTimestamp"), now));

    private static final Column NAME = path("Name", "metadata", "name");
    private static final List<Column> PLAIN =
            List.of(NAME, text("Created At", (object, now) -> object.text("metadata", "creationTimestamp")));
    private static final List<Column> NAME_AND_AGE = List.of(NAME, AGE);

    private static final List<Column> TEMPLATE = List.of(
            wide("Containers", (o, now) -> PodCells.containers(o.at("spec", "template", "spec"), "name")),
            wide("Images", (o, now) -> PodCells.containers(o.at("spec", "template", "spec"), "image")));
    private static final Column SELECTOR = wide("Selector", (o, now) -> selector(o.at("spec", "selector")));

    private static final Map<ResourceType, List<Column>> BY_TYPE = Map.ofEntries(
            Map.entry(ResourceTypes.POD, PodCells.columns()),
            Map.entry(ResourceTypes.NODE, NodeCells.columns()),
            Map.entry(ResourceTypes.NAMESPACE, List.of(NAME, path("Status", "status", "phase"), AGE)),
            Map.entry(ResourceTypes.SERVICE, services()),
            Map.entry(ResourceTypes.EVENT, events()),
            Map.entry(
                    ResourceTypes.CONFIG_MAP,
                    List.of(NAME, Column.number("Data", (o, now) -> o.at("data").size()), AGE)),
            Map.entry(
                    ResourceTypes.SECRET,
                    List.of(
                            NAME,
                            path("Type", "type"),
                            Column.number("Data", (o, now) -> o.at("data").size()),
                            AGE)),
            Map.entry(ResourceTypes.DEPLOYMENT, deployments()),
            Map.entry(ResourceTypes.REPLICA_SET, replicas()),
            Map.entry(ResourceTypes.REPLICATION_CONTROLLER, replicas()),
            Map.entry(ResourceTypes.STATEFUL_SET, statefulSets()),
            Map.entry(ResourceTypes.DAEMON_SET, daemonSets()),
            Map.entry(ResourceTypes.JOB, jobs()),
            Map.entry(ResourceTypes.POD_DISRUPTION_BUDGET, budgets()),
            Map.entry(ResourceTypes.HORIZONTAL_POD_AUTOSCALER, autoscalers()),
            Map.entry(ResourceTypes.LEASE, List.of(NAME, path("Holder", "spec", "holderIdentity"), AGE)),
            Map.entry(ResourceTypes.PERSISTENT_VOLUME_CLAIM, claims()),
            Map.entry(ResourceTypes.ROLE, PLAIN),
            Map.entry(ResourceTypes.CLUSTER_ROLE, PLAIN),
            Map.entry(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, PLAIN));

    private Columns() {}

    static List<Column> of(ResourceType type) {
        return BY_TYPE.getOrDefault(type, NAME_AND_AGE);
    }

    static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static List<Column> joined(List<Column> first, List<Column> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static List<Column> deployments() {
        return joined(
                joined(
                        List.of(
                                NAME,
                                text(
                                        "Ready",
                                        (o, now) -> o.at("status", "readyReplicas")
                                                        .asInt(0)
                                                + "/"
                                                + o.at("spec", "replicas").asInt(1)),
                                count("Up-to-date", "status", "updatedReplicas"),
                                count("Available", "status", "availableReplicas"),
                                AGE),
                        TEMPLATE),
                List.of(SELECTOR));
    }

    private static List<Column> replicas() {
        return joined(
                joined(
                        List.of(
                                NAME,
                                count("Desired", "spec", "replicas"),
                                count("Current", "status", "replicas"),
                                count("Ready", "status", "readyReplicas"),
                                AGE),
                        TEMPLATE),
                List.of(SELECTOR));
    }

    private static List<Column> statefulSets() {
        return joined(
                List.of(
                        NAME,
                        text(
                                "Ready",
                                (o, now) -> o.at("status", "readyReplicas").asInt(0)
                                        + "/"
                                        + o.at("spec", "replicas").asInt(1)),
                        AGE),
                TEMPLATE);
    }

    private static List<Column> daemonSets() {
        return joined(
                joined(
                        List.of(
                                NAME,
                                count("Desired", "status", "desiredNumberScheduled"),
                                count("Current", "status", "currentNumberScheduled"),
                                count("Ready", "status", "numberReady"),
                                count("Up-to-date", "status", "updatedNumberScheduled"),
                                count("Available", "status", "numberAvailable"),
                                text(
                                        "Node Selector",
                                        (o, now) -> selector(o.at("spec", "template", "spec", "nodeSelector"))),
                                AGE),
                        TEMPLATE),
                List.of(SELECTOR));
    }

    private static List<Column> jobs() {
        return joined(
                List.of(
                        NAME,
                        text("Status", (o, now) -> jobStatus(o)),
                        text(
                                "Completions",
                                (o, now) -> o.at("status", "succeeded").asInt(0)
                                        + "/"
                                        + o.at("spec", "completions").asInt(1)),
                        text("Duration", (o, now) -> jobDuration(o, now)),
                        AGE),
                TEMPLATE);
    }

    private static String jobStatus(StoredObject job) {
        for (JsonNode condition : job.at("status", "conditions")) {
            if (condition.path("status").asText().equals("True")) {
                return condition.path("type").asText();
            }
        }
        return "Running";
    }

    private static String jobDuration(StoredObject job, java.time.Instant now) {
        String start = job.text("status", "startTime");
        String end = job.text("status", "completionTime");
        return start.isEmpty() ? "" : Ages.since(start, end.isEmpty() ? now : java.time.Instant.parse(end));
    }

    private static List<Column> budgets() {
        return List.of(
                NAME,
                text("Min Available", (o, now) -> orNotSet(o.text("spec", "minAvailable"))),
                text("Max Unavailable", (o, now) -> orNotSet(o.text("spec", "maxUnavailable"))),
                count("Allowed Disruptions", "status", "disruptionsAllowed"),
                AGE);
    }

    private static String orNotSet(String text) {
        return text.isEmpty() ? "N/A" : text;
    }

    private static List<Column> autoscalers() {
        return List.of(
                NAME,
                text(
                        "Reference",
                        (o, now) -> o.text("spec", "scaleTargetRef", "kind")
                                + "/"
                                + o.text("spec", "scaleTargetRef", "name")),
                text("Targets", (o, now) -> targets(o)),
                text("MinPods", (o, now) -> o.text("spec", "minReplicas")),
                count("MaxPods", "spec", "maxReplicas"),
                count("Replicas", "status", "currentReplicas"),
                AGE);
    }

    private static String targets(StoredObject autoscaler) {
        List<String> targets = new ArrayList<>();
        JsonNode current = autoscaler.at("status", "currentMetrics");
        int index = 0;
        for (JsonNode metric : autoscaler.at("spec", "metrics")) {
            JsonNode resource = metric.path("resource");
            String now = current.path(index++)
                    .path("resource")
                    .path("current")
                    .path("averageUtilization")
                    .asText("");
            targets.add("%s: %s/%s%%"
                    .formatted(
                            resource.path("name").asText(),
                            now.isEmpty() ? "<unknown>" : now + "%",
                            resource.path("target").path("averageUtilization").asText()));
        }
        return targets.isEmpty() ? "<none>" : String.join(", ", targets);
    }

    private static List<Column> services() {
        return List.of(
                NAME,
                path("Type", "spec", "type"),
                text("Cluster-IP", (o, now) -> orNone(o.text("spec", "clusterIP"))),
                text("External-IP", (o, now) -> "<none>"),
                text("Port(s)", (o, now) -> ports(o)),
                AGE,
                SELECTOR);
    }

    private static String ports(StoredObject service) {
        List<String> ports = new ArrayList<>();
        service.at("spec", "ports")
                .forEach(p -> ports.add(
                        p.path("port").asText() + "/" + p.path("protocol").asText("TCP")));
        return orNone(String.join(",", ports));
    }

    private static List<Column> events() {
        return List.of(
                text("Last Seen", (o, now) -> Ages.since(lastSeen(o), now)),
                path("Type", "type"),
                path("Reason", "reason"),
                text(
                        "Object",
                        (o, now) -> o.text("involvedObject", "kind").toLowerCase(java.util.Locale.ROOT)
                                + "/"
                                + o.text("involvedObject", "name")),
                wide("Subobject", (o, now) -> o.text("involvedObject", "fieldPath")),
                wide("Source", (o, now) -> o.text("source", "component")),
                text("Message", (o, now) -> o.text("message").strip()),
                wide("First Seen", (o, now) -> Ages.since(o.text("firstTimestamp"), now)),
                wide("Count", (o, now) -> o.at("count").asText("1")),
                wide("Name", (o, now) -> o.name()));
    }

    private static String lastSeen(StoredObject event) {
        return Stream.of(
                        event.text("series", "lastObservedTime"),
                        event.text("lastTimestamp"),
                        event.text("eventTime"),
                        event.text("metadata", "creationTimestamp"))
                .filter(t -> !t.isEmpty() && !t.equals("null"))
                .findFirst()
                .orElse("");
    }

    private static List<Column> claims() {
        return List.of(
                NAME,
                path("Status", "status", "phase"),
                path("Volume", "spec", "volumeName"),
                text("Capacity", (o, now) -> o.text("status", "capacity", "storage")),
                text(
                        "Access Modes",
                        (o, now) -> o.at("spec", "accessModes").path(0).asText("")),
                path("StorageClass", "spec", "storageClassName"),
                AGE);
    }

    private static String selector(JsonNode selector) {
        JsonNode labels = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
        List<String> terms = new ArrayList<>();
        labels.properties().stream()
                .filter(e -> e.getValue().isValueNode())
                .forEach(e -> terms.add(e.getKey() + "=" + e.getValue().asText()));
        return orNone(String.join(",", terms));
    }
}
