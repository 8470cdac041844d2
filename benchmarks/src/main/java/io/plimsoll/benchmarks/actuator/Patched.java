package io.plimsoll.benchmarks.actuator;

import io.plimsoll.simulator.audit.AuditEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When the API server answered the PATCH that cordoned each node. */
final class Patched {

    private final Map<String, Long> cordoned = new ConcurrentHashMap<>();

    void see(AuditEntry call) {
        boolean patched = call.resource().equals("nodes") && call.verb().equals("patch") && call.succeeded();
        if (patched && call.bodyExcerpt().contains("unschedulable")) {
            cordoned.putIfAbsent(call.name(), call.nanoTime());
        }
    }

    boolean cordoned(String node) {
        return cordoned.containsKey(node);
    }

    int cordoned() {
        return cordoned.size();
    }

    /** By {@link System#nanoTime}. */
    long cordonedAt(String node) {
        return cordoned.getOrDefault(node, Long.MAX_VALUE);
    }
}
