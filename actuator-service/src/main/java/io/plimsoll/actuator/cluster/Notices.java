package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Kubernetes Events about nodes, for whoever looks at the cluster and not at Kafka. Lost ones are not missed. */
public final class Notices {

    /** Of events about what has none. */
    static final String NAMESPACE = "default";

    private final Api api;
    private final String instance;
    private final Office office;

    public Notices(Api api, String instance, Office office) {
        this.api = api;
        this.instance = instance;
        this.office = office;
    }

    /**
     * What is said.
     *
     * @param trouble whether somebody should look at it: the event is of type Warning then, else Normal
     */
    public record Notice(String reason, String message, boolean trouble, Instant at) {}

    /**
     * An event about a node, by its name and uid. Unlike an act on a node or a pod, an event has nothing that a
     * server could fence it by: between this look at the lease and the server's answer another may have taken over.
     */
    public void node(String node, String uid, Notice notice) {
        ObjectNode event = event(node, uid, notice);
        if (office.leads()) { // else another speaks for the actuator now
            api.post("/api/v1/namespaces/" + NAMESPACE + "/events", event, office::leads);
        }
    }

    private ObjectNode event(String node, String uid, Notice notice) {
        String time = notice.at().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode event = Json.mapper().createObjectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata")
                .put(
                        "name",
                        node + "." + DeterministicId.of("", node, uid, notice.reason(), notice.message(), notice.at()))
                .put("namespace", NAMESPACE);
        event.putObject("involvedObject")
                .put("kind", "Node")
                .put("apiVersion", "v1")
                .put("name", node)
                .put("uid", uid);
        event.put("reason", notice.reason()).put("message", notice.message());
        event.put("type", notice.trouble() ? "Warning" : "Normal");
        event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
        event.putObject("source").put("component", "plimsoll-actuator");
        event.put("reportingComponent", "plimsoll.io/actuator").put("reportingInstance", instance);
        return event;
    }
}
