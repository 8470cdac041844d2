package io.plimsoll.simulator.scheduler;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a pod goes, or why it can't go anywhere. */
sealed interface Placement {

    record Fits(String node) implements Placement {}

    /** @param objections reason → number of nodes */
    record Nowhere(int nodes, Map<String, Integer> objections) implements Placement {

        public Nowhere {
            objections = new TreeMap<>(objections);
        }

        /** kube-scheduler's sentence. */
        String message() {
            if (nodes == 0) {
                return "no nodes available to schedule pods";
            }
            String reasons = objections.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "0/%d nodes are available: %s. preemption: 0/%d nodes are available: %d Preemption is not helpful for scheduling."
                    .formatted(nodes, reasons, nodes, nodes);
        }
    }
}
