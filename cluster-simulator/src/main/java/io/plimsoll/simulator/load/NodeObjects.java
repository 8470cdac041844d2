package io.plimsoll.simulator.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Nodes as a cloud's kubelets register them. */
final class NodeObjects {

    static final String GROUP = "eks.amazonaws.com/nodegroup";
    private static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");

    /** What a kubelet keeps back for itself and the system. */
    private static final long RESERVED_MIB = 600;

    private NodeObjects() {}

    /** @param index gives zone and address; the node is as old as some weeks */
    static ObjectNode node(TraceNode node, int index, Instant now) {
        NodeShape shape = node.shape();
        String name = node.name();
        Instant created = now.minus(Duration.ofDays(9 + index % 40)).minusSeconds(index % 3600);
        String zone = ZONES.get(index % ZONES.size());
        ObjectNode object = Fields.object().put("apiVersion", "v1").put("kind", "Node");
        ObjectNode metadata =
                object.putObject("metadata").put("name", name).put("creationTimestamp", Fields.time(created));
        metadata.putObject("labels")
                .put("kubernetes.io/hostname", name)
                .put("kubernetes.io/os", "linux")
                .put("kubernetes.io/arch", "amd64")
                .put("node.kubernetes.io/instance-type", shape.group())
                .put("topology.kubernetes.io/region", "region-1")
                .put("topology.kubernetes.io/zone", zone)
                .put(GROUP, shape.group());
        object.putObject("spec")
                .put("providerID", "simulator:///" + zone + "/" + name)
                .put("podCIDR", "10.%d.%d.0/24".formatted(128 + (index >> 8), index & 255));
        status(object, shape, name, index, created);
        return object;
    }

    private static void status(ObjectNode object, NodeShape shape, String name, int index, Instant created) {
        ObjectNode status = object.putObject("status");
        amounts(status.putObject("capacity"), shape, RESERVED_MIB);
        amounts(status.putObject("allocatable"), shape, 0);
        var addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", "10.0.%d.%d".formatted(index >> 8, index & 255));
        addresses.addObject().put("type", "Hostname").put("address", name);
        status.putObject("nodeInfo")
                .put("bootID", id(name, "boot"))
                .put("systemUUID", id(name, "system"))
                .put("machineID", id(name, "machine").replace("-", ""))
                .put("kubeletVersion", "v1.32.3")
                .put("kubeProxyVersion", "v1.32.3")
                .put("containerRuntimeVersion", "containerd://1.7.27")
                .put("kernelVersion", "6.12.20")
                .put("osImage", "Simulated Linux")
                .put("operatingSystem", "linux")
                .put("architecture", "amd64");
        condition(object, "MemoryPressure", "KubeletHasSufficientMemory", created);
        condition(object, "DiskPressure", "KubeletHasNoDiskPressure", created);
        condition(object, "PIDPressure", "KubeletHasSufficientPID", created);
        Conditions.set(object, "Ready", true, "KubeletReady", "kubelet is posting ready status", created);
    }

    private static void condition(ObjectNode object, String type, String reason, Instant since) {
        Conditions.set(object, type, false, reason, "", since);
    }

    private static void amounts(ObjectNode amounts, NodeShape shape, long moreMib) {
        amounts.put("cpu", String.valueOf(shape.cpuMilli() / 1000))
                .put("memory", (shape.memoryMib() + moreMib) + "Mi")
                .put("pods", "110")
                .put("ephemeral-storage", "500Gi");
        if (shape.gpus() > 0) {
            amounts.put("nvidia.com/gpu", String.valueOf(shape.gpus()));
        }
    }

    private static String id(String name, String what) {
        return UUID.nameUUIDFromBytes((name + what).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
