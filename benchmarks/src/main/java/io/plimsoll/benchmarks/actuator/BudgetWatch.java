package io.plimsoll.benchmarks.actuator;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import java.util.HashSet;
import java.util.Set;

/** Healthy pods after every single change of any pod, none left out: ready, and not asked to go. */
final class BudgetWatch implements AutoCloseable {

    /**
     * What was seen.
     *
     * @param violations samples with fewer healthy pods than wanted
     */
    record Seen(long samples, long violations, int fewest) {}

    private final Subscription changes;
    private final int wanted;
    private final Set<String> healthy = new HashSet<>();

    BudgetWatch(ObjectStore store, int wanted) {
        this.wanted = wanted;
        changes = store.follow(ResourceTypes.POD);
        store.list(ResourceTypes.POD).forEach(pod -> healthy.add(pod.name()));
    }

    /** Everything since it was made; once. */
    Seen seen() {
        long samples = 0;
        long violations = 0;
        int fewest = healthy.size();
        for (WatchEvent change = changes.poll(); change != null; change = changes.poll()) {
            JsonNode pod = change.object().json();
            if (change.kind() != WatchEvent.Kind.DELETED && healthy(pod)) {
                healthy.add(change.object().name());
            } else {
                healthy.remove(change.object().name());
            }
            samples++;
            fewest = Math.min(fewest, healthy.size());
            if (healthy.size() < wanted) {
                violations++;
            }
        }
        return new Seen(samples, violations, fewest);
    }

    private static boolean healthy(JsonNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True")
                        && !pod.path("metadata").has("deletionTimestamp");
            }
        }
        return false;
    }

    @Override
    public void close() {
        changes.close();
    }
}
