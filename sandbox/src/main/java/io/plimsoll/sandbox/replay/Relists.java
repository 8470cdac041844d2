package io.plimsoll.sandbox.replay;

import io.plimsoll.watcher.api.WatchedResource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which lists of a file are lists anew: those that hold objects that are known already.
 *
 * <p>A list ends with any other line, and where an object comes again.
 */
final class Relists {

    private static final Map<String, String> RESOURCES = Stream.of(WatchedResource.OWNERS, WatchedResource.OTHERS)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(WatchedResource::kind, WatchedResource::name));

    private final Set<String> known = new HashSet<>();
    private final Map<String, Listed> lists = new HashMap<>();

    /** The newest list of a resource, as far as it has come. */
    private record Listed(long epoch, Set<String> objects) {}

    /** An item of a list; the resource that is being listed anew where it is the first that shows so. */
    Optional<String> item(String kind, String object, long epoch) {
        String resource = RESOURCES.get(kind);
        if (resource == null) {
            return Optional.empty();
        }
        Listed newest = lists.get(resource);
        boolean goesOn =
                newest != null && newest.epoch() == epoch && !newest.objects().contains(object);
        boolean anew = !known.add(kind + "/" + object) && !goesOn;
        if (newest == null || anew) {
            newest = new Listed(epoch, new HashSet<>());
            lists.put(resource, newest);
        }
        newest.objects().add(object);
        return anew ? Optional.of(resource) : Optional.empty();
    }

    /** An object that a watch delivered. */
    void watched(String kind, String object) {
        known.add(kind + "/" + object);
    }
}
