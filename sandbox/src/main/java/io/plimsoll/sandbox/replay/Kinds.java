package io.plimsoll.sandbox.replay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.watcher.api.WatchedResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the watcher reads: by the names of resources, and by kind and group of their objects. */
final class Kinds {

    private static final String USAGE = "usage";
    private static final List<WatchedResource> WATCHED = Stream.concat(
                    WatchedResource.OWNERS.stream(), WatchedResource.OTHERS.stream())
            .toList();

    /** All whose watch can be lost, usage among them. */
    static final List<String> RESOURCES = names(WATCHED.stream());

    /** Those that every cluster has. */
    static final List<String> ALWAYS = names(WATCHED.stream().filter(resource -> !resource.extension()));

    /** Older servers had some of them in another group. */
    private static final Map<String, Set<String>> GROUPS = Stream.concat(
                    WATCHED.stream().map(resource -> new Kind(resource.kind(), resource.group())),
                    Stream.of(
                            new Kind("NodeMetrics", "metrics.k8s.io"),
                            new Kind("PodMetrics", "metrics.k8s.io"),
                            new Kind("Event", "events.k8s.io"),
                            new Kind("Deployment", "extensions"),
                            new Kind("ReplicaSet", "extensions"),
                            new Kind("DaemonSet", "extensions")))
            .collect(groupingBy(Kind::name, mapping(Kind::group, toUnmodifiableSet())));

    private record Kind(String name, String group) {}

    private Kinds() {}

    /** The watcher's name of a resource that a file may name with its group, or by its metrics. */
    static String resource(String given) {
        if (given.contains("metrics")) {
            return USAGE;
        }
        int dot = given.indexOf('.');
        return dot < 0 ? given : given.substring(0, dot);
    }

    /** Whether the watcher would read it; others may have objects of the same kind, in a group of their own. */
    static boolean known(JsonNode object) {
        Set<String> groups = GROUPS.get(object.path("kind").asText());
        String version = version(object);
        int slash = version.indexOf('/');
        return groups != null && (version.isEmpty() || groups.contains(slash < 0 ? "" : version.substring(0, slash)));
    }

    /** As a person would write it: {@code Widget of example.com/v1}. */
    static String named(JsonNode object) {
        String version = version(object);
        return object.path("kind").asText() + (version.isEmpty() ? "" : " of " + version);
    }

    private static String version(JsonNode object) {
        return object.path("apiVersion").asText("");
    }

    private static List<String> names(Stream<WatchedResource> resources) {
        return Stream.concat(resources.map(WatchedResource::name), Stream.of(USAGE))
                .sorted()
                .toList();
    }
}
