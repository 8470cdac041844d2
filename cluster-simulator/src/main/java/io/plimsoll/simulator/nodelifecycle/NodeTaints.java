package io.plimsoll.simulator.nodelifecycle;

import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.Taint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The taints a node must carry for its conditions and its cordon; taints of others are left alone. */
final class NodeTaints {

    private static final List<String> PRESSURES = List.of("MemoryPressure", "DiskPressure", "PIDPressure");

    private static final List<String> OWN = List.of(
            Taint.UNSCHEDULABLE,
            Taint.NOT_READY,
            Taint.UNREACHABLE,
            Taint.MEMORY_PRESSURE,
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/pid-pressure");

    private NodeTaints() {}

    /** The whole list, in place of the present one; a taint that stays keeps its time. */
    static List<Taint> wanted(NodeView node, Instant now) {
        Map<String, Taint> wanted = new TreeMap<>();
        if (node.unschedulable()) {
            put(wanted, Taint.UNSCHEDULABLE, Taint.NO_SCHEDULE, now);
        }
        String ready = Conditions.status(node.raw(), "Ready");
        if (ready.equals("Unknown")) {
            put(wanted, Taint.UNREACHABLE, Taint.NO_SCHEDULE, now);
            put(wanted, Taint.UNREACHABLE, Taint.NO_EXECUTE, now);
        } else if (ready.equals("False")) {
            put(wanted, Taint.NOT_READY, Taint.NO_SCHEDULE, now);
            put(wanted, Taint.NOT_READY, Taint.NO_EXECUTE, now);
        }
        for (String pressure : PRESSURES) {
            if (Conditions.status(node.raw(), pressure).equals("True")) {
                String name = pressure.equals("PIDPressure")
                        ? "pid-pressure"
                        : pressure.equals("MemoryPressure") ? "memory-pressure" : "disk-pressure";
                put(wanted, "node.kubernetes.io/" + name, Taint.NO_SCHEDULE, now);
            }
        }
        List<Taint> all = new ArrayList<>();
        for (Taint present : node.taints()) {
            boolean stays = wanted.remove(present.key() + present.effect()) != null;
            if (stays || !OWN.contains(present.key())) {
                all.add(present);
            }
        }
        all.addAll(wanted.values());
        return all;
    }

    private static void put(Map<String, Taint> taints, String key, String effect, Instant now) {
        taints.put(key + effect, new Taint(key, "", effect, now));
    }
}
