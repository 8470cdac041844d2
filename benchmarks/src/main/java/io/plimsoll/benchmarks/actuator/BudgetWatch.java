package io.plimsoll.benchmarks.actuator;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Healthy pods of each app after every single change of any pod, none left out: ready, and not asked to go. Of each that were
 * there at first one may be away.
 */
final class BudgetWatch implements AutoCloseable {

    /**
     * What was seen.
     *
     * @param violations samples with more than one pod of an app away
     * @param mostAway of one app, at any sample
     */
    record Seen(long samples, long violations, int mostAway) {}

    private final Subscription changes;
    private final Map<String, Set<String>> healthy = new HashMap<>();
    private final Map<String, Integer> wanted = new HashMap<>();

    BudgetWatch(ObjectStore store) {
        changes = store.follow(ResourceTypes.POD);
        store.list(ResourceTypes.POD).forEach(pod -> {
            healthyOf(pod.json()).add(pod.name());
            wanted.merge(app(pod.json()), 1, Integer::sum);
        });
    }

    /** Everything since it was made; once. */
    Seen seen() {
        long samples = 0;
        long violations = 0;
        int mostAway = 0;
        for (WatchEvent change = changes.poll(); change != null; change = changes.poll()) {
            JsonNode pod = change.object().json();
            Set<String> of = healthyOf(pod);
            if (change.kind() != WatchEvent.Kind.DELETED && healthy(pod)) {
                of.add(change.object().name());
            } else {
                of.remove(change.object().name());
            }
            samples++;
            int away = wanted.getOrDefault(app(pod), 0) - of.size();
            mostAway = Math.max(mostAway, away);
            if (away > 1) {
                violations++;
            }
        }
        return new Seen(samples, violations, mostAway);
    }

    private Set<String> healthyOf(JsonNode pod) {
        return healthy.computeIfAbsent(app(pod), _ -> new HashSet<>());
    }

    private static String app(JsonNode pod) {
        return pod.path("metadata").path("labels").path("app").asText();
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
