package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import io.plimsoll.sandbox.replay.ReplayLine.WatchType;
import java.util.HashMap;
import java.util.Map;

/**
 * Fills in what an API server always sends and people who write files by hand leave out: uids, versions, creation times.
 *
 * <p>An object without a uid keeps its made-up one until it is deleted; owner references without one get their owner's.
 * A version that didn't change although the object did is made to.
 */
final class HandWritten {

    private final Map<String, Integer> incarnations = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, Integer> contents = new HashMap<>();
    private final Map<String, String> uids = new HashMap<>();
    private long line;

    JsonNode completed(Seen seen) {
        line++;
        ObjectNode object = ((ObjectNode) seen.object()).deepCopy();
        ObjectNode metadata = object.withObject("/metadata");
        String namespace = metadata.path("namespace").asText("");
        String path = path(
                object.path("kind").asText(), namespace, metadata.path("name").asText(""));
        uid(metadata, path, seen.type());
        owners(metadata, namespace);
        version(object, metadata, path);
        if (seen.type() == WatchType.ADDED
                && !metadata.path("creationTimestamp").isTextual()) {
            metadata.put("creationTimestamp", seen.at().toString());
        }
        return object;
    }

    private void uid(ObjectNode metadata, String path, WatchType type) {
        if (!metadata.path("uid").isTextual()) {
            metadata.put("uid", madeUp(path));
        }
        uids.put(path, metadata.path("uid").asText());
        if (type == WatchType.DELETED) {
            incarnations.merge(path, 1, Integer::sum);
            uids.remove(path);
            contents.remove(path);
        }
    }

    private String madeUp(String path) {
        return path + "#" + incarnations.getOrDefault(path, 0);
    }

    private void owners(ObjectNode metadata, String namespace) {
        for (JsonNode owner : metadata.path("ownerReferences")) {
            if (owner instanceof ObjectNode reference && !reference.path("uid").isTextual()) {
                String path = path(
                        reference.path("kind").asText(),
                        namespace,
                        reference.path("name").asText());
                reference.put("uid", uids.getOrDefault(path, madeUp(path)));
            }
        }
    }

    private void version(ObjectNode object, ObjectNode metadata, String path) {
        String given = metadata.path("resourceVersion").asText("");
        int content = object.hashCode();
        boolean changed = !Integer.valueOf(content).equals(contents.put(path, content));
        if (given.isEmpty() || (changed && given.equals(versions.get(path)))) {
            metadata.put("resourceVersion", given + "~" + line);
        }
        versions.put(path, given);
    }

    private static String path(String kind, String namespace, String name) {
        return kind + "/" + namespace + "/" + name;
    }
}
