package io.plimsoll.simulator.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Instant;
import java.util.Map;

/**
 * Writes a planned cluster into the store: namespaces, nodes, workloads with their services, budgets. Their pods are the controllers' work,
 * as they would be in a real cluster.
 */
public final class ClusterLoader {

    /** How many of each were written; {@code pods} are those the workloads ask for, daemons not counted. */
    public record Loaded(String source, int nodes, int workloads, int pods, int budgets) {}

    private static final Map<String, ResourceType> KINDS =
            Map.of("Deployment", ResourceTypes.DEPLOYMENT, "StatefulSet", ResourceTypes.STATEFUL_SET);

    private final ObjectStore store;

    public ClusterLoader(ObjectStore store) {
        this.store = store;
    }

    /** @param daemons whether every node gets an agent's pod too, as in any real cluster */
    public Loaded load(ClusterPlan plan, boolean daemons) {
        Instant now = store.clock().instant();
        int index = 0;
        for (TraceNode node : plan.nodes()) {
            store.create(ResourceTypes.NODE, NodeObjects.node(node, index++, now));
        }
        if (daemons) {
            namespace("kube-system");
            store.create(ResourceTypes.DAEMON_SET, agent());
        }
        int budgets = 0;
        for (ClusterPlan.Workload workload : plan.workloads()) {
            namespace(workload.namespace());
            if (workload.kind().equals("StatefulSet")) {
                store.create(ResourceTypes.SERVICE, governingService(workload));
            }
            store.create(type(workload), workload(workload));
            if (!workload.budget().isEmpty()) {
                store.create(ResourceTypes.POD_DISRUPTION_BUDGET, budget(workload));
                budgets++;
            }
        }
        return new Loaded(plan.source(), plan.nodes().size(), plan.workloads().size(), plan.pods(), budgets);
    }

    /** A pod of the trace by itself, without a controller, for replaying arrivals. */
    public static ObjectNode pod(TracePod pod) {
        ObjectNode object = Fields.object().put("apiVersion", "v1").put("kind", "Pod");
        object.putObject("metadata").put("name", pod.name()).put("namespace", "trace");
        object.set("spec", podSpec(pod.shape()));
        object.putObject("status").put("phase", "Pending");
        return object;
    }

    private void namespace(String name) {
        if (store.find(ResourceTypes.NAMESPACE, "", name).isEmpty()) {
            ObjectNode namespace = Fields.object();
            namespace
                    .putObject("metadata")
                    .put("name", name)
                    .putObject("labels")
                    .put("kubernetes.io/metadata.name", name);
            namespace.putObject("status").put("phase", "Active");
            store.create(ResourceTypes.NAMESPACE, namespace);
        }
    }

    private static ResourceType type(ClusterPlan.Workload workload) {
        ResourceType type = KINDS.get(workload.kind());
        if (type == null) {
            throw new IllegalArgumentException("no workload kind " + workload.kind());
        }
        return type;
    }

    private static ObjectNode workload(ClusterPlan.Workload workload) {
        ObjectNode object = Fields.object();
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", workload.name()).put("namespace", workload.namespace());
        label(metadata, workload);
        ObjectNode spec = object.putObject("spec").put("replicas", workload.replicas());
        spec.putObject("selector").putObject("matchLabels").put("app", workload.name());
        if (workload.kind().equals("StatefulSet")) {
            spec.put("serviceName", workload.name()).put("podManagementPolicy", "OrderedReady");
            spec.putObject("updateStrategy").put("type", "RollingUpdate");
        } else {
            ObjectNode strategy = spec.putObject("strategy").put("type", "RollingUpdate");
            strategy.putObject("rollingUpdate").put("maxSurge", "25%").put("maxUnavailable", "25%");
        }
        ObjectNode template = spec.putObject("template");
        label(template.putObject("metadata"), workload);
        template.set("spec", podSpec(workload.shape()));
        return object;
    }

    private static ObjectNode governingService(ClusterPlan.Workload workload) {
        ObjectNode object = Fields.object();
        object.putObject("metadata").put("name", workload.name()).put("namespace", workload.namespace());
        ObjectNode spec = object.putObject("spec").put("clusterIP", "None");
        spec.putObject("selector").put("app", workload.name());
        return object;
    }

    private static void label(ObjectNode metadata, ClusterPlan.Workload workload) {
        metadata.putObject("labels")
                .put("app", workload.name())
                .put("qos", workload.shape().qos());
    }

    /** Serving work outranks batch work; its limit leaves some room, guaranteed work has none. */
    private static ObjectNode podSpec(TracePod.Shape shape) {
        ObjectNode spec = Fields.object();
        spec.put("restartPolicy", "Always").put("terminationGracePeriodSeconds", 30);
        spec.put("priority", shape.qos().equals("BE") ? 0 : 1000);
        ObjectNode container =
                spec.putArray("containers").addObject().put("name", "main").put("image", "openb/workload:1");
        ObjectNode resources = container.putObject("resources");
        ObjectNode requests = resources.putObject("requests");
        requests.put("cpu", shape.cpuMilli() + "m").put("memory", shape.memoryMib() + "Mi");
        ObjectNode limits = resources.putObject("limits");
        boolean guaranteed = shape.qos().equals("Guaranteed");
        limits.put("memory", (guaranteed ? shape.memoryMib() : shape.memoryMib() + shape.memoryMib() / 4) + "Mi");
        if (guaranteed) {
            limits.put("cpu", shape.cpuMilli() + "m");
        }
        if (shape.gpus() > 0) {
            requests.put("nvidia.com/gpu", String.valueOf(shape.gpus()));
            limits.put("nvidia.com/gpu", String.valueOf(shape.gpus()));
        }
        return spec;
    }

    private static ObjectNode budget(ClusterPlan.Workload workload) {
        String[] rule = workload.budget().split(" ");
        ObjectNode object = Fields.object();
        object.putObject("metadata").put("name", workload.name()).put("namespace", workload.namespace());
        ObjectNode spec = object.putObject("spec");
        if (rule[1].endsWith("%")) {
            spec.put(rule[0], rule[1]);
        } else {
            spec.put(rule[0], Integer.parseInt(rule[1]));
        }
        spec.putObject("selector").putObject("matchLabels").put("app", workload.name());
        return object;
    }

    private static ObjectNode agent() {
        ObjectNode object = Fields.object();
        object.putObject("metadata").put("name", "node-agent").put("namespace", "kube-system");
        ObjectNode spec = object.putObject("spec");
        spec.putObject("selector").putObject("matchLabels").put("app", "node-agent");
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", "node-agent");
        ObjectNode pod = template.putObject("spec");
        pod.put("priorityClassName", "system-node-critical").put("priority", 2_000_001_000);
        pod.putArray("containers")
                .addObject()
                .put("name", "agent")
                .put("image", "openb/agent:1"); // asks for nothing: the trace's pods may fill a node to the brim
        return object;
    }
}
