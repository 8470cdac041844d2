package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.fields.FieldOwnership;
import io.plimsoll.simulator.fields.ServerSideApply;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.patch.JsonPatch;
import io.plimsoll.simulator.patch.MergePatch;
import io.plimsoll.simulator.patch.StrategicMergePatch;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.Write;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** {@code create}, {@code update} and {@code patch}, of objects and of their status. */
final class WriteCalls {

    private static final String APPLY = "application/apply-patch";

    private static final List<String> NOT_GIVEN_BY_CALLERS = List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "managedFields",
            "selfLink");

    /** Too many and too short-lived for anybody to ask who set their fields. */
    private static final Set<ResourceType> UNTRACKED = Set.of(ResourceTypes.EVENT, ResourceTypes.LEASE);

    private final ObjectStore store;
    private final Namespaces namespaces;
    private final Decoding decoding = new Decoding();

    WriteCalls(ObjectStore store, Namespaces namespaces) {
        this.store = store;
        this.namespaces = namespaces;
    }

    void create(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        ObjectNode object = Json.readObject(request.http().body(), request.contentType());
        place(request, type, object);
        decodable(request, type, object);
        Answers.bytes(exchange, 201, created(request, type, object, write(request, type)));
    }

    void update(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        ObjectNode body = Json.readObject(request.http().body(), request.contentType());
        place(request, type, body);
        decodable(request, type, body);
        StoredObject result = changed(request, type, write(request, type), before -> {
            ObjectNode after = body.deepCopy();
            after.withObjectProperty("metadata")
                    .put("name", body.path("metadata").path("name").asText(request.name()));
            JsonNode managed = before.json().path("metadata").get("managedFields");
            if (managed == null) {
                after.withObjectProperty("metadata").remove("managedFields");
            } else {
                after.withObjectProperty("metadata").set("managedFields", managed);
            }
            return after;
        });
        Answers.bytes(exchange, 200, result.bytes());
    }

    void patch(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        if (request.contentType().startsWith(APPLY)) {
            apply(request, type, exchange);
            return;
        }
        JsonNode patch = Json.read(request.http().body(), "json");
        if (patch.isObject()) {
            decodable(request, type, patch);
        }
        String contentType = request.contentType().split(";", 2)[0].strip();
        StoredObject result = changed(request, type, write(request, type), before -> {
            ObjectNode after = before.copy();
            patched(type, contentType, patch, after);
            return after;
        });
        Answers.bytes(exchange, 200, result.bytes());
    }

    /** Edits {@code target} in place. @throws ApiException 415 for a kind of patch the type doesn't take */
    static void patched(ResourceType type, String contentType, JsonNode patch, ObjectNode target) {
        switch (contentType) {
            case "application/json-patch+json" -> JsonPatch.apply(target, patch);
            case "application/merge-patch+json" -> MergePatch.apply(target, patch);
            case "application/strategic-merge-patch+json" -> {
                if (!ResourceTypes.BUILT_IN.contains(type)) {
                    throw unsupported("application/json-patch+json, application/merge-patch+json, "
                            + "application/apply-patch+yaml");
                }
                StrategicMergePatch.apply(target, patch);
            }
            default ->
                throw unsupported("application/json-patch+json, application/merge-patch+json, "
                        + "application/strategic-merge-patch+json, application/apply-patch+yaml");
        }
    }

    private static ApiException unsupported(String accepted) {
        return new ApiException(ApiStatus.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted));
    }

    private void apply(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        if (request.http().parameter("fieldManager").isEmpty()) {
            throw ApiException.badRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is "
                    + "required for apply patch");
        }
        ObjectNode applied = Json.readObject(request.http().body(), "yaml");
        place(request, type, applied);
        if (applied.path("metadata").has("managedFields")) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        decodable(request, type, applied);
        ObjectNode fields = applied.deepCopy();
        fields.withObjectProperty("metadata").put("name", request.name());
        Write write = new Write(request.manager(), request.subresource());
        if (store.find(type, request.namespace(), request.name()).isEmpty()) {
            ObjectNode object =
                    ServerSideApply.created(fields, write, store.clock().instant());
            Answers.bytes(exchange, 201, created(request, type, object, Write.UNTRACKED));
            return;
        }
        boolean force = request.http().flag("force");
        StoredObject result = changed(
                request,
                type,
                Write.UNTRACKED,
                before -> ServerSideApply.applied(
                        before, fields, write, force, store.clock().instant()));
        Answers.bytes(exchange, 200, result.bytes());
    }

    private byte[] created(ApiRequest request, ResourceType type, ObjectNode object, Write write) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        String name = metadata.path("name").asText("");
        if (!metadata.path("resourceVersion").asText("").isEmpty()) {
            throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
        }
        metadata.remove("resourceVersion");
        for (String field : NOT_GIVEN_BY_CALLERS) {
            if (!field.equals("managedFields") || !write.equals(Write.UNTRACKED)) {
                metadata.remove(field);
            }
        }
        if (type.has(ResourceType.Trait.STATUS) && !type.equals(ResourceTypes.NODE)) {
            object.remove("status");
        }
        namespaces.checkTakesNew(type, request.namespace(), name);
        Defaults.complete(type, object);
        if (request.dryRun()) {
            if (store.find(type, request.namespace(), name).isPresent()) {
                throw ApiException.alreadyExists(type, name);
            }
            metadata.put("uid", java.util.UUID.randomUUID().toString());
            metadata.put("creationTimestamp", Json.time(store.clock().instant()));
            return Json.bytes(object);
        }
        return store.create(type, object, write).bytes();
    }

    /** Runs an edit under the rules for the object or its status; on a dry run without storing anything. */
    private StoredObject changed(
            ApiRequest request, ResourceType type, Write write, Function<StoredObject, ObjectNode> edit) {
        Function<StoredObject, ObjectNode> admitted = before -> {
            ObjectNode after = edit.apply(before);
            if (request.subresource().isEmpty()) {
                Defaults.restore(type, after);
            }
            Strategy.admit(before, after, request.subresource());
            Defaults.check(type, after);
            return after;
        };
        if (request.dryRun()) {
            StoredObject before = store.get(type, request.namespace(), request.name());
            ObjectNode after = admitted.apply(before);
            FieldOwnership.track(before.json(), after, write, store.clock().instant());
            return before.as(after);
        }
        return store.rewrite(type, request.namespace(), request.name(), write, admitted);
    }

    private void decodable(ApiRequest request, ResourceType type, JsonNode body) {
        if (!request.contentType().contains("protobuf")) {
            boolean strict = request.http().parameter("fieldValidation").equals("Strict");
            decoding.check(type, body, strict);
        }
        Labels.check(type, request.name(), body.path("metadata")); // only what is given: what is there was loaded so
    }

    /** Checks that the body is of the URL's type, namespace and name, and completes it. */
    private static void place(ApiRequest request, ResourceType type, ObjectNode object) {
        String kind = object.path("kind").asText(type.kind());
        if (!kind.equals(type.kind())) {
            throw ApiException.badRequest("%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered"
                    .formatted(kind, type.apiVersion(), type.kind(), kind));
        }
        object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
        ObjectNode metadata = object.withObjectProperty("metadata");
        String namespace = metadata.path("namespace").asText("");
        if (!type.namespaced()) {
            metadata.remove("namespace");
        } else if (namespace.isEmpty()) {
            metadata.put("namespace", request.namespace());
        } else if (!namespace.equals(request.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on " + "the request");
        }
    }

    static Write write(ApiRequest request, ResourceType type) {
        return UNTRACKED.contains(type) ? Write.UNTRACKED : new Write(request.manager(), request.subresource());
    }
}
