package io.plimsoll.simulator.autoscaling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.Taint;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes new nodes after the example of one that was there. */
final class NodeGroup {

    private NodeGroup() {}

    /** The node as a fresh machine would register itself: same shape and labels, nobody's marks. */
    static ObjectNode node(NodeView example, String group, String name, Instant now) {
        ObjectNode node = example.raw().deepCopy();
        ObjectNode metadata = Fields.ensure(node, "metadata");
        for (String field :
                List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "annotations", "finalizers")) {
            metadata.remove(field);
        }
        metadata.put("name", name);
        Fields.ensure(metadata, "labels").put("kubernetes.io/hostname", name);
        ObjectNode spec = Fields.ensure(node, "spec");
        spec.remove("unschedulable");
        spec.put("providerID", "simulator:///" + group + "/" + name);
        removeMarks(spec);
        ObjectNode info = Fields.ensure(node, "status", "nodeInfo");
        info.put("bootID", id(name, "boot", now))
                .put("systemUUID", id(name, "system", now))
                .put("machineID", id(name, "machine", now).replace("-", ""));
        Fields.ensure(node, "status").remove("conditions");
        for (String pressure : List.of("MemoryPressure", "DiskPressure", "PIDPressure")) {
            Conditions.set(node, pressure, false, "KubeletHasNo" + pressure, "", now);
        }
        Conditions.set(node, "Ready", true, "KubeletReady", "kubelet is posting ready status", now);
        return node;
    }

    private static void removeMarks(ObjectNode spec) {
        var kept = Fields.array();
        for (var taint : Fields.items(spec, "taints")) {
            String key = Taint.of(taint).key();
            boolean mark = key.startsWith("node.kubernetes.io/") || key.endsWith("ClusterAutoscaler");
            if (!mark) {
                kept.add(taint);
            }
        }
        spec.remove("taints");
        if (!kept.isEmpty()) {
            spec.set("taints", kept);
        }
    }

    private static String id(String name, String what, Instant now) {
        return UUID.nameUUIDFromBytes((name + what + now).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }
}
