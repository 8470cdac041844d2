package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import java.util.List;
import java.util.Optional;

/**
 * OpenAPI v3 as far as kubectl asks: that the server validates fields itself, and (for {@code explain}) the shape of
 * the types.
 */
final class OpenApi {

    /** How kubectl wants version 2, which it reads for nothing but a {@code List}; and how that is called where it's sent. */
    static final String PROTOBUF_WANTED = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private final ObjectStore store;
    private final Discovery discovery;
    private final Schemas schemas = new Schemas();

    OpenApi(ObjectStore store, Discovery discovery) {
        this.store = store;
        this.discovery = discovery;
    }

    Optional<ObjectNode> document(String path) {
        if (path.equals("/openapi/v3")) {
            return Optional.of(index());
        }
        if (path.equals("/openapi/v2")) { // as protobuf: no bytes at all
            return Optional.of(head("swagger", "2.0"));
        }
        String groupVersion = path.startsWith("/openapi/v3/") ? path.substring("/openapi/v3/".length()) : "";
        return discovery.groupVersions().contains(groupVersion) ? Optional.of(of(groupVersion)) : Optional.empty();
    }

    private ObjectNode index() {
        ObjectNode json = Json.NODES.objectNode();
        ObjectNode paths = json.putObject("paths");
        for (String groupVersion : discovery.groupVersions()) {
            paths.putObject(groupVersion).put("serverRelativeURL", "/openapi/v3/" + groupVersion + "?hash=1");
        }
        return json;
    }

    private ObjectNode of(String groupVersion) {
        ObjectNode json = head("openapi", "3.0.0");
        ObjectNode paths = json.withObjectProperty("paths");
        ObjectNode components = json.putObject("components").putObject("schemas");
        for (ResourceType type : store.types()) {
            String prefix = type.group().isEmpty() ? "api/v1" : "apis/" + type.apiVersion();
            if (prefix.equals(groupVersion)) {
                String scope = type.namespaced() ? "/namespaces/{namespace}/" : "/";
                describe(paths, "/" + prefix + scope + type.plural(), type, List.of("get", "post"));
                describe(
                        paths,
                        "/" + prefix + scope + type.plural() + "/{name}",
                        type,
                        List.of("get", "put", "patch", "delete"));
                schemas.add(components, type);
            }
        }
        return json;
    }

    private static ObjectNode head(String kind, String version) {
        ObjectNode json = Json.NODES.objectNode().put(kind, version);
        json.putObject("info").put("title", "Kubernetes").put("version", "v1.32.4");
        json.putObject("paths");
        return json;
    }

    private static void describe(ObjectNode paths, String path, ResourceType type, List<String> methods) {
        ObjectNode item = paths.putObject(path);
        for (String method : methods) {
            ObjectNode operation = item.putObject(method);
            var parameters = operation.putArray("parameters");
            for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation")) {
                ObjectNode node = parameters.addObject().put("name", parameter).put("in", "query");
                node.putObject("schema").put("type", "string");
            }
            operation.putObject("responses");
            Schemas.kind(operation.putObject("x-kubernetes-group-version-kind"), type);
        }
    }
}
