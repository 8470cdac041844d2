package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which groups, versions and resources there are, and which type a URL means. */
final class Discovery {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    /** Resources that aren't stored: group/version → plural → kind, verbs. */
    private record Virtual(
            String group, String version, String plural, String kind, boolean namespaced, List<String> verbs) {}

    private static final List<Virtual> VIRTUAL = List.of(
            review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false),
            review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview", false),
            review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview", false),
            review("authorization.k8s.io", "localsubjectaccessreviews", "LocalSubjectAccessReview", true),
            review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview", false),
            new Virtual("metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", false, List.of("get", "list")),
            new Virtual("metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true, List.of("get", "list")));

    private final ObjectStore store;
    private final boolean metrics;

    /** @param metrics whether a metrics server is installed */
    Discovery(ObjectStore store, boolean metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    private static Virtual review(String group, String plural, String kind, boolean namespaced) {
        return new Virtual(group, "v1", plural, kind, namespaced, List.of("create"));
    }

    /** @throws ApiException 404 if the server has no such resource */
    ResourceType type(ApiRequest request) {
        for (ResourceType type : store.types()) {
            if (type.plural().equals(request.resource())
                    && type.group().equals(request.group())
                    && type.version().equals(request.version())) {
                return type;
            }
        }
        throw notFound();
    }

    static ApiException notFound() {
        return new ApiException(ApiStatus.of(404, "NotFound", "the server could not find the requested resource"));
    }

    /** The document at a path; empty if the path is none of discovery. */
    Optional<ObjectNode> document(String path) {
        String[] parts = path.replaceAll("/+$", "").split("/");
        return switch (parts.length) {
            case 2 ->
                parts[1].equals("api")
                        ? Optional.of(coreVersions())
                        : parts[1].equals("apis") ? Optional.of(groups()) : Optional.empty();
            case 3 ->
                parts[1].equals("api") && parts[2].equals("v1")
                        ? Optional.of(resources("", "v1"))
                        : parts[1].equals("apis") ? Optional.of(group(parts[2])) : Optional.empty();
            case 4 -> parts[1].equals("apis") ? Optional.of(resources(parts[2], parts[3])) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static ObjectNode coreVersions() {
        ObjectNode json = Json.NODES.objectNode().put("kind", "APIVersions");
        json.putArray("versions").add("v1");
        json.putArray("serverAddressByClientCIDRs");
        return json;
    }

    /** Group → versions, without the core group. */
    Map<String, Set<String>> versions() {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        for (ResourceType type : store.types()) {
            if (!type.group().isEmpty()) {
                versions.computeIfAbsent(type.group(), g -> new LinkedHashSet<>())
                        .add(type.version());
            }
        }
        for (Virtual virtual : virtual()) {
            versions.computeIfAbsent(virtual.group(), g -> new LinkedHashSet<>())
                    .add(virtual.version());
        }
        return versions;
    }

    private List<Virtual> virtual() {
        return metrics
                ? VIRTUAL
                : VIRTUAL.stream()
                        .filter(v -> !v.group().equals("metrics.k8s.io"))
                        .toList();
    }

    private ObjectNode groups() {
        ObjectNode json = Json.NODES.objectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode list = json.putArray("groups");
        versions().keySet().forEach(group -> {
            ObjectNode entry = group(group);
            entry.remove(List.of("kind", "apiVersion"));
            list.add(entry);
        });
        return json;
    }

    private ObjectNode group(String group) {
        Set<String> versions = versions().get(group);
        if (versions == null) {
            throw notFound();
        }
        ObjectNode json = Json.NODES
                .objectNode()
                .put("kind", "APIGroup")
                .put("apiVersion", "v1")
                .put("name", group);
        ArrayNode list = json.putArray("versions");
        versions.forEach(version -> groupVersion(list.addObject(), group, version));
        groupVersion(
                json.putObject("preferredVersion"), group, versions.iterator().next());
        return json;
    }

    private static void groupVersion(ObjectNode node, String group, String version) {
        node.put("groupVersion", group + "/" + version).put("version", version);
    }

    private ObjectNode resources(String group, String version) {
        ObjectNode json = Json.NODES
                .objectNode()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode list = json.putArray("resources");
        for (ResourceType type : store.types()) {
            if (type.group().equals(group) && type.version().equals(version)) {
                stored(list, type);
            }
        }
        for (Virtual virtual : virtual()) {
            if (virtual.group().equals(group) && virtual.version().equals(version)) {
                resource(list, virtual.plural(), "", virtual.namespaced(), virtual.kind(), virtual.verbs());
            }
        }
        if (list.isEmpty()) {
            throw notFound();
        }
        return json;
    }

    private static void stored(ArrayNode list, ResourceType type) {
        ObjectNode entry = resource(list, type.plural(), type.singular(), type.namespaced(), type.kind(), VERBS);
        if (!type.shortNames().isEmpty()) {
            type.shortNames().forEach(entry.putArray("shortNames")::add);
        }
        if (!type.categories().isEmpty()) {
            type.categories().forEach(entry.putArray("categories")::add);
        }
        if (type.has(ResourceType.Trait.STATUS)) {
            resource(
                    list,
                    type.plural() + "/status",
                    "",
                    type.namespaced(),
                    type.kind(),
                    List.of("get", "patch", "update"));
        }
        if (type.has(ResourceType.Trait.SCALE)) {
            resource(list, type.plural() + "/scale", "", true, "Scale", List.of("get", "patch", "update"))
                    .put("group", "autoscaling")
                    .put("version", "v1");
        }
        if (type.equals(ResourceTypes.POD)) {
            resource(list, "pods/binding", "", true, "Binding", List.of("create"));
            resource(list, "pods/eviction", "", true, "Eviction", List.of("create"))
                    .put("group", "policy")
                    .put("version", "v1");
        }
    }

    private static ObjectNode resource(
            ArrayNode list, String name, String singular, boolean namespaced, String kind, List<String> verbs) {
        ObjectNode entry = list.addObject()
                .put("name", name)
                .put("singularName", singular)
                .put("namespaced", namespaced)
                .put("kind", kind);
        verbs.forEach(entry.putArray("verbs")::add);
        return entry;
    }

    /** Every group and version served, as in URLs: {@code api/v1}, {@code apis/apps/v1}. */
    List<String> groupVersions() {
        List<String> all = new ArrayList<>();
        all.add("api/v1");
        versions().forEach((group, versions) -> versions.forEach(v -> all.add("apis/" + group + "/" + v)));
        return all;
    }
}
