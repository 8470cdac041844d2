package io.plimsoll.benchmarks.actuator;

import io.plimsoll.simulator.audit.AuditEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When the API server answered each node's PATCHes: the first, and the one that cordoned it. */
final class Patched {

    private final Map<String, Long> first = new ConcurrentHashMap<>();
    private final Map<String, Long> cordoned = new ConcurrentHashMap<>();

    void see(AuditEntry call) {
        if (call.resource().equals("nodes") && call.verb().equals("patch") && call.succeeded()) {
            first.putIfAbsent(call.name(), call.nanoTime());
            if (call.bodyExcerpt().contains("unschedulable")) {
                cordoned.putIfAbsent(call.name(), call.nanoTime());
            }
        }
    }

    boolean cordoned(String node) {
        return cordoned.containsKey(node);
    }

    int cordoned() {
        return cordoned.size();
    }

    /** By {@link System#nanoTime}. */
    long firstAt(String node) {
        return first.getOrDefault(node, Long.MAX_VALUE);
    }

    long cordonedAt(String node) {
        return cordoned.getOrDefault(node, Long.MAX_VALUE);
    }
}
