package io.plimsoll.sandbox.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.util.Locale;

/** The few Kubernetes objects that scenarios add to a cluster, as JSON trees. */
public final class Manifests {

    public static final String GROUP_LABEL = "eks.amazonaws.com/nodegroup";

    private Manifests() {}

    /** A ready, empty node with so many cores and four times as many gibibytes. */
    public static ObjectNode node(String name, String group, String zone, int cores, Instant createdAt) {
        int gibibytes = 4 * cores;
        String resources = """
                {"cpu": "%d", "memory": "%dGi", "pods": "110", "ephemeral-storage": "100Gi"}""".formatted(cores, gibibytes);
        return tree("""
                {"apiVersion": "v1", "kind": "Node",
                 "metadata": {"name": "%1$s", "creationTimestamp": "%7$s", "labels": {"kubernetes.io/hostname": "%1$s", "%2$s": "%3$s",
                   "topology.kubernetes.io/zone": "%4$s", "node.kubernetes.io/instance-type": "m.%5$d"}},
                 "spec": {"providerID": "sim:///%1$s"},
                 "status": {"capacity": %6$s, "allocatable": %6$s,
                   "nodeInfo": {"bootID": "boot-%1$s", "systemUUID": "uuid-%1$s", "kubeletVersion": "v1.32.4"},
                   "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady"}]}}""".formatted(name, GROUP_LABEL, group, zone, cores, resources, createdAt));
    }

    public static ObjectNode namespace(String name) {
        return tree("""
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(name));
    }

    /**
     * What a Deployment's pods ask for.
     *
     * @param cpuMillis requested
     * @param memoryMebibytes requested
     * @param limitMebibytes 0 for none
     */
    public record Asks(int cpuMillis, int memoryMebibytes, int limitMebibytes) {

        private String json() {
            String limits = limitMebibytes == 0
                    ? ""
                    : String.format(Locale.ROOT, ", \"limits\": {\"memory\": \"%dMi\"}", limitMebibytes);
            return String.format(
                    Locale.ROOT,
                    "{\"requests\": {\"cpu\": \"%dm\", \"memory\": \"%dMi\"}%s}",
                    cpuMillis,
                    memoryMebibytes,
                    limits);
        }
    }

    /** A Deployment with one container; {@code nodeSelector} as {@code key=value}, or empty for any node. */
    public static ObjectNode deployment(String namespace, String name, int replicas, Asks asks, String nodeSelector) {
        int split = nodeSelector.indexOf('=');
        String placement = split < 0
                ? ""
                : "\"nodeSelector\": {\"%s\": \"%s\"}, "
                        .formatted(nodeSelector.substring(0, split), nodeSelector.substring(split + 1));
        return tree("""
                {"apiVersion": "apps/v1", "kind": "Deployment",
                 "metadata": {"namespace": "%1$s", "name": "%2$s", "labels": {"app": "%2$s"}},
                 "spec": {"replicas": %3$d, "selector": {"matchLabels": {"app": "%2$s"}},
                   "template": {"metadata": {"labels": {"app": "%2$s"}},
                     "spec": {%4$s"containers": [{"name": "%2$s", "image": "registry.example/%2$s:1", "resources": %5$s}]}}}}""".formatted(namespace, name, replicas, placement, asks.json()));
    }

    /** A budget over {@code app: name}; {@code rule} as {@code minAvailable: 80%}. */
    public static ObjectNode budget(String namespace, String name, String field, String value) {
        String rendered = value.endsWith("%") ? "\"" + value + "\"" : value;
        return tree("""
                {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
                 "metadata": {"namespace": "%1$s", "name": "%2$s"},
                 "spec": {"%3$s": %4$s, "selector": {"matchLabels": {"app": "%2$s"}}}}""".formatted(namespace, name, field, rendered));
    }

    /** A horizontal autoscaler on cpu at 80 %. */
    public static ObjectNode autoscaler(String namespace, String deployment, int min, int max) {
        return tree("""
                {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
                 "metadata": {"namespace": "%1$s", "name": "%2$s"},
                 "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "%2$s"},
                   "minReplicas": %3$d, "maxReplicas": %4$d,
                   "metrics": [{"type": "Resource", "resource": {"name": "cpu",
                     "target": {"type": "Utilization", "averageUtilization": 80}}}]}}""".formatted(namespace, deployment, min, max));
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
