package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code scale} and {@code binding}. */
final class Subresources {

    private final ObjectStore store;

    Subresources(ObjectStore store) {
        this.store = store;
    }

    void scale(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        if (request.verb().equals("get")) {
            Answers.json(exchange, 200, scaleOf(store.get(type, request.namespace(), request.name())));
            return;
        }
        Write write = new Write(request.manager(), "scale");
        java.util.function.Function<StoredObject, ObjectNode> edit = before -> scaled(request, type, before);
        StoredObject after = request.dryRun()
                ? dryRun(store.get(type, request.namespace(), request.name()), edit)
                : store.rewrite(type, request.namespace(), request.name(), write, edit);
        Answers.json(exchange, 200, scaleOf(after));
    }

    private static StoredObject dryRun(
            StoredObject before, java.util.function.Function<StoredObject, ObjectNode> edit) {
        return before.as(edit.apply(before));
    }

    private static ObjectNode scaled(ApiRequest request, ResourceType type, StoredObject before) {
        ObjectNode scale = scaleOf(before);
        if (request.verb().equals("patch")) {
            WriteCalls.patched(
                    type,
                    request.contentType().split(";", 2)[0].strip(),
                    Json.read(request.http().body(), "json"),
                    scale);
        } else {
            scale = Json.readObject(request.http().body(), request.contentType());
        }
        String version = scale.path("metadata").path("resourceVersion").asText("");
        if (!version.isEmpty() && !version.equals(Long.toString(before.resourceVersion()))) {
            throw ApiException.stale(type, before.name());
        }
        int replicas = scale.path("spec").path("replicas").asInt(0);
        if (replicas < 0) {
            throw ApiException.invalid(
                    type,
                    before.name(),
                    "spec.replicas",
                    "Invalid value: %d: must be greater than or equal to 0".formatted(replicas));
        }
        ObjectNode after = before.copy();
        after.withObjectProperty("spec").put("replicas", replicas);
        return after;
    }

    private static ObjectNode scaleOf(StoredObject object) {
        ObjectNode scale = Json.NODES.objectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.set(field, object.at("metadata", field));
        }
        scale.putObject("spec").put("replicas", object.at("spec", "replicas").asInt(0));
        scale.putObject("status")
                .put("replicas", object.at("status", "replicas").asInt(0))
                .put("selector", selectorText(object.at("spec", "selector")));
        return scale;
    }

    /** As a query parameter would say it. */
    static String selectorText(JsonNode selector) {
        List<String> terms = new ArrayList<>();
        JsonNode labels = selector.has("matchLabels") || selector.has("matchExpressions")
                ? selector.path("matchLabels")
                : selector;
        labels.properties()
                .forEach(e -> terms.add(e.getKey() + "=" + e.getValue().asText()));
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = expression.path("key").asText();
            List<String> values = new ArrayList<>();
            expression.path("values").forEach(v -> values.add(v.asText()));
            terms.add(
                    switch (expression.path("operator").asText()) {
                        case "In" -> key + " in (" + String.join(",", values) + ")";
                        case "NotIn" -> key + " notin (" + String.join(",", values) + ")";
                        case "DoesNotExist" -> "!" + key;
                        default -> key;
                    });
        }
        return String.join(",", terms);
    }

    void bind(ApiRequest request, Exchange exchange) throws IOException {
        JsonNode binding = Json.readObject(request.http().body(), request.contentType());
        String pod =
                request.name().isEmpty() ? binding.path("metadata").path("name").asText() : request.name();
        String node = binding.path("target").path("name").asText();
        store.rewrite(ResourceTypes.POD, request.namespace(), pod, Write.by(request.manager()), before -> {
            String bound = before.text("spec", "nodeName");
            if (before.deleting()) {
                throw ApiException.conflict(
                        ResourceTypes.POD, pod, "pod %s is being deleted, cannot be assigned to a host".formatted(pod));
            }
            if (!bound.isEmpty()) {
                throw ApiException.conflict(
                        ResourceTypes.POD, pod, "pod %s is already assigned to node \"%s\"".formatted(pod, bound));
            }
            ObjectNode after = before.copy();
            after.withObjectProperty("spec").put("nodeName", node);
            Conditions.set(
                    after.withObjectProperty("status"),
                    "PodScheduled",
                    true,
                    "",
                    "",
                    Json.NODES.missingNode(),
                    store.clock().instant());
            return after;
        });
        Answers.status(exchange, ApiStatus.of(201, "", ""));
    }
}
