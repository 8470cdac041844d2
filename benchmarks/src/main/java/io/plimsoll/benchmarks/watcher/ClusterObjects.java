package io.plimsoll.benchmarks.watcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;

/**
 * Pods and nodes with all that API servers send of them: managed fields, environment, probes, image lists.
 *
 * <p>What is the same in all of them is one tree that they share, so that a large cluster fits beside what is measured.
 */
final class ClusterObjects {

    private static final int PODS_OF_AN_APP = 30;
    private static final int NAMESPACES = 50;

    private final JsonNode pod = read("pod.json");
    private final JsonNode node = read("node.json");
    private final int nodes;

    ClusterObjects(int nodes) {
        this.nodes = nodes;
    }

    static String namespace(int pod) {
        return "team-" + pod / PODS_OF_AN_APP % NAMESPACES;
    }

    static String name(int pod) {
        return replicaSet(pod) + String.format(Locale.ROOT, "-%05x", pod);
    }

    ObjectNode pod(int index) {
        ObjectNode object = Json.mapper().createObjectNode();
        object.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = object.putObject("metadata");
        metadata.setAll((ObjectNode) pod.path("metadata"));
        metadata.put("name", name(index)).put("namespace", namespace(index));
        metadata.put("generateName", replicaSet(index) + "-");
        metadata.putObject("labels")
                .put("app.kubernetes.io/name", app(index))
                .put("app.kubernetes.io/part-of", namespace(index))
                .put("pod-template-hash", hash(index));
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", replicaSet(index))
                .put("uid", uid(index / PODS_OF_AN_APP))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        ObjectNode spec = object.putObject("spec");
        spec.setAll((ObjectNode) pod.path("spec"));
        spec.put("nodeName", nodeName(index % nodes));
        ObjectNode status = object.putObject("status");
        status.setAll((ObjectNode) pod.path("status"));
        status.put("podIP", address(index)).put("hostIP", address(index % nodes));
        return object;
    }

    ObjectNode node(int index) {
        ObjectNode object = node.deepCopy();
        String name = nodeName(index);
        ObjectNode metadata = object.withObject("/metadata");
        metadata.put("name", name);
        metadata.withObject("/labels").put("kubernetes.io/hostname", name);
        object.withObject("/spec").put("providerID", "aws:///eu-central-1a/i-" + uid(index));
        return object;
    }

    private static String app(int pod) {
        return "app-" + pod / PODS_OF_AN_APP;
    }

    private static String hash(int pod) {
        return String.format(Locale.ROOT, "%09x", 0x5bd1e995L * (pod / PODS_OF_AN_APP + 1) & 0xfffffffffL);
    }

    private static String replicaSet(int pod) {
        return app(pod) + "-" + hash(pod);
    }

    private static String nodeName(int index) {
        return String.format(Locale.ROOT, "ip-10-%d-%d-%d.internal", index >> 16, index >> 8 & 255, index & 255);
    }

    private static String address(int index) {
        return String.format(Locale.ROOT, "10.%d.%d.%d", 1 + (index >> 16), index >> 8 & 255, index & 255);
    }

    private static String uid(int index) {
        return String.format(Locale.ROOT, "6a1f0b52-77aa-4d1c-9e1b-%012x", index);
    }

    private static JsonNode read(String resource) {
        try (InputStream json = ClusterObjects.class.getResourceAsStream(resource)) {
            return Json.mapper().readTree(Objects.requireNonNull(json, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
