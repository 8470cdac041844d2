package io.plimsoll.watcher.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The annotations that analysis and maintenance go by; all others stay behind. */
final class KeptAnnotations {

    private static final List<String> PREFIXES = List.of(
            "plimsoll.io/",
            "cluster-autoscaler.kubernetes.io/",
            "karpenter.sh/",
            "weave.works/kured",
            "kured.dev/",
            "lifecycle.cluster.x-k8s.io/",
            "nodemaintenance.medik8s.io/");

    private static final Set<String> NAMES = Set.of(
            "controller.kubernetes.io/pod-deletion-cost",
            "kubernetes.io/config.mirror",
            "kubernetes.io/config.source",
            "starved_resource",
            "offending_containers",
            "deployment.kubernetes.io/revision",
            "cluster.x-k8s.io/delete-machine",
            "machine.openshift.io/cluster-api-delete-machine");

    private KeptAnnotations() {}

    static Map<String, String> of(Reading object) {
        var all = object.at("metadata").json().path("annotations");
        if (all.isEmpty() || !all.isObject()) {
            return Map.of();
        }
        Map<String, String> kept = new LinkedHashMap<>();
        for (var entry : all.properties()) {
            if (isKept(entry.getKey()) && entry.getValue().isValueNode()) {
                kept.put(
                        Reading.wellFormed(entry.getKey()),
                        Reading.wellFormed(entry.getValue().asText("")));
            }
        }
        return kept;
    }

    private static boolean isKept(String name) {
        if (NAMES.contains(name)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
