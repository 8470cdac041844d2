package io.plimsoll.simulator.autoscaling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;

/** The {@code cluster-autoscaler-status} ConfigMap, in the YAML of 1.30 and later, and the events on it. */
final class AutoscalerReport {

    static final String COMPONENT = "cluster-autoscaler";
    private static final String NAMESPACE = "kube-system";

    private final Cluster cluster;
    private final AutoscalerSettings settings;

    AutoscalerReport(Cluster cluster, AutoscalerSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    void event(String reason, String message) {
        cluster.events().normal(configMap(cluster.now()).json(), COMPONENT, reason, message);
    }

    void write(int ready, int target, int candidates, boolean growing, Instant now) {
        String text = """
                time: %s
                autoscalerStatus: Running
                clusterWide:
                  health:
                    status: Healthy
                    nodeCounts:
                      registered:
                        total: %d
                        ready: %d
                  scaleUp:
                    status: %s
                  scaleDown:
                    status: %s
                    candidates: %d
                nodeGroups:
                - name: %s
                  health:
                    status: Healthy
                    cloudProviderTarget: %d
                    minSize: %d
                    maxSize: %d
                  scaleUp:
                    status: %s
                  scaleDown:
                    status: %s
                    candidates: %d
                """.formatted(
                        Fields.time(now),
                        cluster.nodes().size(),
                        cluster.nodes().size(),
                        growing ? "InProgress" : "NoActivity",
                        candidates > 0 ? "CandidatesPresent" : "NoCandidates",
                        candidates,
                        settings.group(),
                        target,
                        settings.min(),
                        settings.max(),
                        growing ? "InProgress" : "NoActivity",
                        candidates > 0 ? "CandidatesPresent" : "NoCandidates",
                        candidates);
        StoredObject map = configMap(now);
        String known = map.text("data", "status");
        if (!body(known).equals(body(text))) { // the time alone is no news
            cluster.edit(map, tree -> Fields.ensure(tree, "data").put("status", text));
        }
    }

    private static String body(String status) {
        int line = status.indexOf('\n');
        return line < 0 ? status : status.substring(line);
    }

    private StoredObject configMap(Instant now) {
        String name = "cluster-autoscaler-status";
        return cluster.store().find(ResourceTypes.CONFIG_MAP, NAMESPACE, name).orElseGet(() -> {
            ObjectNode map = Fields.object();
            map.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
            map.putObject("data").put("status", "time: " + Fields.time(now) + "\n");
            return cluster.store().create(ResourceTypes.CONFIG_MAP, map);
        });
    }
}
