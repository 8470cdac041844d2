package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.metrics.UsageSource;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code metrics.k8s.io/v1beta1}: CPU in nanocores, memory in Ki, as metrics-server writes them. */
final class MetricsCalls {

    static final String GROUP = "metrics.k8s.io";
    private static final String VERSION = GROUP + "/v1beta1";

    private final ObjectStore store;
    private final UsageSource usage;

    MetricsCalls(ObjectStore store, UsageSource usage) {
        this.store = store;
        this.usage = usage;
    }

    void answer(ApiRequest request, Exchange exchange) throws IOException {
        ResourceType type =
                switch (request.resource()) {
                    case "nodes" -> ResourceTypes.NODE;
                    case "pods" -> ResourceTypes.POD;
                    default -> throw Discovery.notFound();
                };
        if (!request.name().isEmpty()) {
            Answers.json(exchange, 200, one(type, request));
            return;
        }
        ObjectNode list =
                Json.NODES.objectNode().put("kind", kind(type) + "List").put("apiVersion", VERSION);
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        for (StoredObject object : Selection.of(type, request).read(store).items()) {
            metrics(object).ifPresent(items::add);
        }
        Answers.json(exchange, 200, list);
    }

    private ObjectNode one(ResourceType type, ApiRequest request) {
        return store.find(type, request.namespace(), request.name())
                .flatMap(this::metrics)
                .orElseThrow(() -> new ApiException(ApiStatus.of(
                        404,
                        "NotFound",
                        "%s.metrics.k8s.io \"%s\" not found"
                                .formatted(kind(type).toLowerCase(java.util.Locale.ROOT), request.name()))));
    }

    private static String kind(ResourceType type) {
        return type.kind() + "Metrics";
    }

    private Optional<ObjectNode> metrics(StoredObject object) {
        if (object.type().equals(ResourceTypes.NODE)) {
            return usage.node(object.name()).map(sample -> {
                ObjectNode json = metrics(object, sample.timestamp(), sample.window());
                usage(json.putObject("usage"), sample.usage());
                return json;
            });
        }
        return usage.pod(object.namespace(), object.name()).map(sample -> {
            ObjectNode json = metrics(object, sample.timestamp(), sample.window());
            ArrayNode containers = json.putArray("containers");
            sample.containers().forEach((name, used) -> {
                ObjectNode container = containers.addObject().put("name", name);
                usage(container.putObject("usage"), used);
            });
            return json;
        });
    }

    private static ObjectNode metrics(StoredObject object, Instant timestamp, Duration window) {
        ObjectNode json =
                Json.NODES.objectNode().put("kind", kind(object.type())).put("apiVersion", VERSION);
        ObjectNode metadata = json.putObject("metadata").put("name", object.name());
        if (!object.namespace().isEmpty()) {
            metadata.put("namespace", object.namespace());
        }
        metadata.put("creationTimestamp", Json.time(timestamp));
        if (object.at("metadata").has("labels")) {
            metadata.set("labels", object.at("metadata", "labels"));
        }
        return json.put("timestamp", Json.time(timestamp)).put("window", goDuration(window));
    }

    private static void usage(ObjectNode node, UsageSource.Usage usage) {
        node.put("cpu", Math.round(usage.cpuCores() * 1e9) + "n").put("memory", usage.memoryBytes() / 1024 + "Ki");
    }

    /** Such as {@code 15.5s}, as Go prints it for less than a minute. */
    private static String goDuration(Duration window) {
        long millis = window.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis / 1000.0 + "s";
    }
}
