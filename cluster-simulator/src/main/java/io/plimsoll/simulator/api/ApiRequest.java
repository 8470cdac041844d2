package io.plimsoll.simulator.api;

import io.plimsoll.simulator.faults.Call;
import io.plimsoll.simulator.http.HttpRequest;
import io.plimsoll.simulator.rbac.Access;
import io.plimsoll.simulator.rbac.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request for a resource, taken apart as {@code apiserver/pkg/endpoints/request} does.
 *
 * @param subresource empty for the object itself
 * @param namespace empty for all namespaces and for cluster-scoped types
 * @param name empty for collections
 */
record ApiRequest(
        HttpRequest http,
        User user,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name) {

    private static final Set<String> MUTATING = Set.of("create", "update", "patch", "delete", "deletecollection");
    private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");
    private static final String SELECTED_NAME = "metadata.name=";
    private static final int LONGEST_MANAGER = 128;

    /** Empty if the path is none of a resource. */
    static Optional<ApiRequest> of(HttpRequest http, User user) {
        List<String> path = List.of(http.path().split("/")).stream()
                .filter(part -> !part.isEmpty())
                .toList();
        boolean core = path.size() >= 3 && path.getFirst().equals("api");
        boolean grouped = path.size() >= 4 && path.getFirst().equals("apis");
        if (!core && !grouped) {
            return Optional.empty();
        }
        String group = core ? "" : path.get(1);
        String version = core ? path.get(1) : path.get(2);
        List<String> rest = path.subList(core ? 2 : 3, path.size());
        String namespace = "";
        if (rest.getFirst().equals("namespaces")
                && rest.size() > 2
                && !(rest.size() == 3 && OF_NAMESPACES.contains(rest.get(2)))) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String name = rest.size() > 1 ? rest.get(1) : "";
        String subresource = rest.size() > 2 ? rest.get(2) : "";
        return Optional.of(new ApiRequest(
                http, user, verb(http, name), group, version, rest.getFirst(), subresource, namespace, name));
    }

    private static String verb(HttpRequest http, String name) {
        return switch (http.method()) {
            case "GET", "HEAD" -> http.flag("watch") ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> http.method().toLowerCase(java.util.Locale.ROOT);
        };
    }

    boolean mutating() {
        return MUTATING.contains(verb);
    }

    /** {@code pods} or {@code pods/eviction}. */
    String fullResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** A list or watch that a field selector limits to one name is of that name, as for the real API server. */
    Access access() {
        return new Access(verb, group, fullResource(), namespace, name.isEmpty() ? selectedName() : name);
    }

    private String selectedName() {
        for (String requirement : http.parameter("fieldSelector").split(",")) {
            if (requirement.startsWith(SELECTED_NAME)) {
                return requirement.substring(SELECTED_NAME.length()).replaceFirst("^=", "");
            }
        }
        return "";
    }

    Call call() {
        return new Call(
                http.method(),
                verb,
                http.path(),
                fullResource(),
                namespace,
                name,
                user.name(),
                userAgent(),
                http.body().length == 0 ? "" : new String(http.body(), StandardCharsets.UTF_8));
    }

    String userAgent() {
        return http.header("user-agent", "");
    }

    String contentType() {
        return http.header("content-type", "application/json");
    }

    boolean dryRun() {
        return http.query().getOrDefault("dryRun", List.of()).contains("All");
    }

    /** Who managedFields will name: what the caller says, else the first part of its User-Agent. */
    String manager() {
        String manager = http.parameter("fieldManager");
        if (manager.isEmpty()) {
            manager = userAgent().split("/", 2)[0];
        }
        return manager.length() > LONGEST_MANAGER ? manager.substring(0, LONGEST_MANAGER) : manager;
    }

    boolean wantsTable() {
        return http.header("accept", "").contains("as=Table");
    }
}
