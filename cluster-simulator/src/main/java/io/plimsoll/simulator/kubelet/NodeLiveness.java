package io.plimsoll.simulator.kubelet;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes answer. A node does unless it was taken down. Safe for many threads.
 *
 * <p>The node lifecycle controller asks here rather than reading leases, so that a large cluster needn't write thousands
 * of heartbeats a second when time runs fast.
 */
public final class NodeLiveness {

    private final Map<String, Instant> down = new ConcurrentHashMap<>();

    public void takeDown(String node, Instant now) {
        down.putIfAbsent(node, now);
    }

    public void bringUp(String node) {
        down.remove(node);
    }

    /** When the node fell silent; null while it answers. */
    public @Nullable Instant silentSince(String node) {
        return down.get(node);
    }

    public boolean alive(String node) {
        return !down.containsKey(node);
    }
}
