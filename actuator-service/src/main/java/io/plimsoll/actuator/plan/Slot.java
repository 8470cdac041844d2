package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Resources;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node as a place for pods: what is free on it while a plan moves pods about. Confined to one planning. */
final class Slot {

    final Viewed<NodeState> node;
    final boolean open;

    /** Free before the plan moved anything: what it moves only makes this smaller. */
    final long cpuAtStart;

    private long cpu;
    private long memory;
    private long storage;
    private long pods;
    private final Map<String, Long> other;

    Slot(Viewed<NodeState> node, Resources requested) {
        this.node = node;
        NodeState state = node.state();
        Resources offered = state.allocatable();
        this.open = !state.unschedulable() && state.ready() && state.deletionTimestamp() == null;
        this.cpu = offered.cpuMillis() - requested.cpuMillis();
        this.cpuAtStart = cpu;
        this.memory = offered.memoryBytes() - requested.memoryBytes();
        this.storage = unbounded(offered.ephemeralStorageBytes()) - requested.ephemeralStorageBytes();
        this.pods = unbounded(offered.pods()) - requested.pods();
        this.other = new HashMap<>(offered.other());
        requested.other().forEach((name, amount) -> other.merge(name, -amount, Long::sum));
    }

    String name() {
        return node.name();
    }

    @Nullable
    String label(String key) {
        return node.state().labels().get(key);
    }

    /** What it lacks for such a pod; null where it lacks nothing. A pod that asks for none of a resource lacks none. */
    @Nullable
    String lacks(Resources asked) {
        if (pods < 1) {
            return "room for another pod";
        }
        if (asked.cpuMillis() > 0 && asked.cpuMillis() > cpu) {
            return "cpu";
        }
        if (asked.memoryBytes() > 0 && asked.memoryBytes() > memory) {
            return "memory";
        }
        if (asked.ephemeralStorageBytes() > 0 && asked.ephemeralStorageBytes() > storage) {
            return "ephemeral-storage";
        }
        for (var entry : asked.other().entrySet()) {
            if (entry.getValue() > 0 && entry.getValue() > other.getOrDefault(entry.getKey(), 0L)) {
                return entry.getKey();
            }
        }
        return null;
    }

    void take(Resources asked) {
        change(asked, -1);
    }

    void give(Resources asked) {
        change(asked, 1);
    }

    private void change(Resources asked, int sign) {
        cpu += sign * asked.cpuMillis();
        memory += sign * asked.memoryBytes();
        storage += sign * asked.ephemeralStorageBytes();
        pods += sign;
        asked.other().forEach((name, amount) -> other.merge(name, sign * amount, Long::sum));
    }

    /** A node that does not report how much it has sets no bound. */
    private static long unbounded(long reported) {
        return reported == 0 ? Long.MAX_VALUE / 2 : reported;
    }
}
