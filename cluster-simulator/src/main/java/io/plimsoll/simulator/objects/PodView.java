package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod as controllers see it. {@code raw} is shared: read only. */
public record PodView(
        ObjectNode raw,
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        @Nullable OwnerRef controller,
        String nodeName,
        String phase,
        boolean ready,
        @Nullable Instant deletion,
        Resources requests) {

    public static PodView of(ObjectNode pod) {
        return new PodView(
                pod,
                Fields.text(pod, "metadata", "namespace"),
                Fields.text(pod, "metadata", "name"),
                Fields.text(pod, "metadata", "uid"),
                Fields.texts(pod, "metadata", "labels"),
                OwnerRef.controllerOf(pod),
                Fields.text(pod, "spec", "nodeName"),
                Fields.text(pod, "status", "phase"),
                condition(pod, "Ready"),
                Fields.instant(pod, "metadata", "deletionTimestamp"),
                requestsOf(Fields.at(pod, "spec")));
    }

    /** The same pod as if it ran elsewhere. */
    public PodView on(String node) {
        return new PodView(raw, namespace, name, uid, labels, controller, node, phase, ready, deletion, requests);
    }

    public String key() {
        return namespace + "/" + name;
    }

    public boolean terminating() {
        return deletion != null;
    }

    /** Succeeded or Failed: it runs no more and holds no resources. */
    public boolean finished() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Neither finished nor being deleted: what a controller counts as a replica. */
    public boolean active() {
        return !finished() && !terminating();
    }

    public boolean bound() {
        return !nodeName.isEmpty();
    }

    public Map<String, String> annotations() {
        return Fields.texts(raw, "metadata", "annotations");
    }

    public int priority() {
        return Fields.integer(raw, 0, "spec", "priority");
    }

    public boolean ownedBy(String kind) {
        return controller != null && controller.kind().equals(kind);
    }

    /** Static, mirror and system-critical pods: the kubelet evicts none of them. */
    public boolean critical() {
        return priority() >= 2_000_000_000
                || Fields.at(raw, "metadata", "annotations").has("kubernetes.io/config.mirror");
    }

    public List<Taint.Toleration> tolerations() {
        return Fields.items(raw, "spec", "tolerations").stream()
                .map(Taint.Toleration::of)
                .toList();
    }

    public @Nullable Instant created() {
        return Fields.instant(raw, "metadata", "creationTimestamp");
    }

    public static boolean condition(JsonNode object, String type) {
        for (JsonNode condition : Fields.at(object, "status", "conditions")) {
            if (Fields.text(condition, "type").equals(type)) {
                return Fields.text(condition, "status").equals("True");
            }
        }
        return false;
    }

    /**
     * What the scheduler reserves: the larger of all long-running containers together and each init container beside
     * the sidecars started before it, plus the runtime's overhead (KEP-753, component-helpers/resource/helpers.go).
     */
    public static Resources requestsOf(JsonNode spec) {
        Resources running = Resources.NONE;
        for (JsonNode container : Fields.at(spec, "containers")) {
            running = running.plus(requestsOfContainer(container));
        }
        Resources sidecars = Resources.NONE;
        Resources starting = Resources.NONE;
        for (JsonNode container : Fields.at(spec, "initContainers")) {
            Resources wanted = requestsOfContainer(container);
            if (Fields.text(container, "restartPolicy").equals("Always")) {
                sidecars = sidecars.plus(wanted);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(wanted.plus(sidecars));
            }
        }
        Resources most = Fields.at(spec, "initContainers").isEmpty()
                ? running
                : running.plus(sidecars).max(starting);
        return most.plus(Resources.of(Fields.at(spec, "overhead")));
    }

    /** A container's request; a limit without a request is the request too. */
    private static Resources requestsOfContainer(JsonNode container) {
        JsonNode requests = Fields.at(container, "resources", "requests");
        JsonNode limits = Fields.at(container, "resources", "limits");
        if (limits.isEmpty()) {
            return Resources.of(requests);
        }
        ObjectNode effective = Fields.object();
        limits.properties().forEach(limit -> effective.set(limit.getKey(), limit.getValue()));
        requests.properties().forEach(request -> effective.set(request.getKey(), request.getValue()));
        return Resources.of(effective);
    }
}
