package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.Deletion;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code delete} and {@code deletecollection}. Foreground deletion is carried out as background deletion. */
final class DeleteCalls {

    private final ObjectStore store;
    private final Namespaces namespaces;

    DeleteCalls(ObjectStore store, Namespaces namespaces) {
        this.store = store;
        this.namespaces = namespaces;
    }

    void delete(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        ObjectNode body = Json.readOptionalObject(request.http().body(), request.contentType());
        StoredObject before = store.get(type, request.namespace(), request.name());
        if (dryRun(request, body)) {
            Answers.status(exchange, deleted(before));
            return;
        }
        Deletion deletion = delete(request, body, before);
        if (deletion.removed()) {
            Answers.status(exchange, deleted(before));
        } else {
            Answers.bytes(exchange, 200, deletion.object().bytes());
        }
    }

    void deleteCollection(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        ObjectNode body = Json.readOptionalObject(request.http().body(), request.contentType());
        List<StoredObject> objects = Selection.of(type, request).read(store).items();
        ObjectNode answer = Json.NODES.objectNode();
        answer.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        answer.putObject("metadata").put("resourceVersion", Long.toString(store.resourceVersion()));
        ArrayNode items = answer.putArray("items");
        for (StoredObject object : objects) {
            try {
                items.add(
                        dryRun(request, body)
                                ? object.json()
                                : delete(request, body, object).object().json());
            } catch (ApiException gone) {
                if (!gone.isNotFound()) {
                    throw gone;
                }
            }
        }
        Answers.json(exchange, 200, answer);
    }

    private Deletion delete(ApiRequest request, ObjectNode body, StoredObject object) {
        ResourceType type = object.type();
        if (type.equals(ResourceTypes.NAMESPACE) && Namespaces.BUILT_IN.contains(object.name())) {
            throw ApiException.forbidden(type, object.name(), "this namespace may not be deleted");
        }
        if (policy(request, body).equals("Orphan")) {
            orphan(object.uid()); // first, or whoever collects garbage might be quicker
        }
        Deletion deletion = store.delete(type, object.namespace(), object.name(), options(request, body));
        if (type.equals(ResourceTypes.NAMESPACE) && !deletion.removed()) {
            namespaces.terminating(object.name());
        }
        return deletion;
    }

    private void orphan(String uid) {
        for (ResourceType type : store.types()) {
            for (StoredObject dependent : store.ownedBy(type, uid)) {
                store.modify(type, dependent.namespace(), dependent.name(), o -> {
                    Iterator<JsonNode> owners =
                            o.path("metadata").path("ownerReferences").iterator();
                    while (owners.hasNext()) {
                        if (owners.next().path("uid").asText().equals(uid)) {
                            owners.remove();
                        }
                    }
                });
            }
        }
    }

    static DeleteOptions options(ApiRequest request, JsonNode body) {
        String query = request.http().parameter("gracePeriodSeconds");
        JsonNode given = body.path("gracePeriodSeconds");
        Long grace = null;
        if (given.isNumber()) {
            grace = given.asLong();
        } else if (!query.isEmpty()) {
            grace = WatchCalls.version(query);
        }
        JsonNode preconditions = body.path("preconditions");
        return new DeleteOptions(grace, text(preconditions, "uid"), text(preconditions, "resourceVersion"));
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    private static boolean dryRun(ApiRequest request, JsonNode body) {
        return request.dryRun() || body.path("dryRun").path(0).asText().equals("All");
    }

    private static String policy(ApiRequest request, JsonNode body) {
        return body.path("propagationPolicy").asText(request.http().parameter("propagationPolicy"));
    }

    private static ApiStatus deleted(StoredObject object) {
        return new ApiStatus(
                200, "", "", object.name(), object.type().group(), object.type().plural(), object.uid(), List.of(), 0);
    }
}
