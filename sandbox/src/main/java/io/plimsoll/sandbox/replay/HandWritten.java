package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import io.plimsoll.sandbox.replay.ReplayLine.WatchType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fills in what an API server always sends and people who write files by hand leave out: uids, versions, creation times,
 * and that what runs is ready.
 *
 * <p>An object without a uid keeps the one it has until it is deleted, and likewise its creation time; owner references
 * without a uid get their owner's. A version that didn't change although the object did is made to.
 */
final class HandWritten {

    /** What the Deployment controller ends the names of its ReplicaSets with ({@code rand.SafeEncodeString}). */
    private static final Pattern TEMPLATE_HASH = Pattern.compile("[bcdfghjklmnpqrstvwxz2456789]{8,10}");

    private final Map<String, Integer> incarnations = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, Integer> contents = new HashMap<>();
    private final Map<String, String> uids = new HashMap<>();
    private final Map<String, String> births = new HashMap<>();
    private long line;

    JsonNode completed(Seen seen) {
        line++;
        ObjectNode object = ((ObjectNode) seen.object()).deepCopy();
        ObjectNode metadata = object.withObject("/metadata");
        String namespace = metadata.path("namespace").asText("");
        String kind = object.path("kind").asText();
        String path = path(kind, namespace, metadata.path("name").asText(""));
        birth(metadata, path, seen);
        uid(metadata, path, seen.type());
        owners(metadata, namespace);
        switch (kind) {
            case "Pod" -> {
                templateHash(metadata, namespace);
                readyPod(object);
            }
            case "Node" -> readyNode(object);
            case "PodDisruptionBudget" -> selector(object);
            case "PodMetrics", "NodeMetrics" -> measuredAt(object, seen.at());
            default -> {}
        }
        version(object, metadata, path);
        return object;
    }

    private void birth(ObjectNode metadata, String path, Seen seen) {
        if (seen.type() == WatchType.ADDED
                && !metadata.path("creationTimestamp").isTextual()) {
            metadata.put(
                    "creationTimestamp", births.getOrDefault(path, seen.at().toString()));
        }
        JsonNode given = metadata.path("creationTimestamp");
        if (given.isTextual()) {
            births.put(path, given.asText());
        } else if (births.containsKey(path)) {
            metadata.put("creationTimestamp", births.get(path));
        }
        if (seen.type() == WatchType.DELETED) {
            births.remove(path);
        }
    }

    private void uid(ObjectNode metadata, String path, WatchType type) {
        if (!metadata.path("uid").isTextual()) {
            metadata.put("uid", uids.getOrDefault(path, madeUp(path)));
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
        if (metadata.path("ownerReferences").size() == 1
                && metadata.path("ownerReferences").get(0) instanceof ObjectNode only
                && !only.has("controller")) {
            only.put("controller", true);
        }
    }

    /** Pods of a ReplicaSet that the file leaves out say by this label what Deployment is theirs. */
    private void templateHash(ObjectNode metadata, String namespace) {
        for (JsonNode owner : metadata.path("ownerReferences")) {
            String name = owner.path("name").asText();
            int dash = name.lastIndexOf('-');
            if (dash <= 0
                    || !owner.path("kind").asText().equals("ReplicaSet")
                    || uids.containsKey(path("ReplicaSet", namespace, name))
                    || metadata.path("labels").has("pod-template-hash")) {
                continue;
            }
            String hash = name.substring(dash + 1);
            boolean deployed = uids.containsKey(path("Deployment", namespace, name.substring(0, dash)));
            if (deployed || TEMPLATE_HASH.matcher(hash).matches()) {
                metadata.withObject("/labels").put("pod-template-hash", hash);
            }
        }
    }

    private static void readyPod(ObjectNode pod) {
        boolean bound = pod.path("spec").path("nodeName").isTextual();
        ObjectNode status = pod.withObject("/status");
        if (!status.path("phase").isTextual()) {
            status.put("phase", bound ? "Running" : "Pending");
        }
        if (status.path("phase").asText().equals("Running")) {
            boolean ready = true;
            for (JsonNode container : status.path("containerStatuses")) {
                ready &= container.path("ready").asBoolean(true)
                        && !container.path("state").has("waiting")
                        && !container.path("state").has("terminated");
            }
            readiness(status, ready);
        }
    }

    private static void readyNode(ObjectNode node) {
        ObjectNode status = node.withObject("/status");
        readiness(status, true);
        if (status.has("capacity") && !status.has("allocatable")) {
            status.set("allocatable", status.get("capacity")); // what a kubelet says that reserves nothing
        }
    }

    /** An empty selector selected nothing until policy/v1, and everything since. */
    private static void selector(ObjectNode budget) {
        JsonNode selector = budget.path("spec").path("selector");
        boolean empty = selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
        if (empty && budget.path("apiVersion").asText().equals("policy/v1beta1")) {
            budget.withObject("/spec").remove("selector");
        }
    }

    private static void readiness(ObjectNode status, boolean ready) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return;
            }
        }
        status.withArray("/conditions").addObject().put("type", "Ready").put("status", ready ? "True" : "False");
    }

    private static void measuredAt(ObjectNode usage, Instant at) {
        if (!usage.path("timestamp").isTextual()) {
            usage.put("timestamp", at.toString());
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
