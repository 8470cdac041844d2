package io.plimsoll.sandbox.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** The memory of a Deployment's only pod, as lines of a replay file. */
final class MemorySeries {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MIB = 1 << 20;

    private MemorySeries() {}

    /**
     * In MiB give or take 3, by the second since it started, measured each minute; below 0 is no sample.
     *
     * @param limit of its container, in MiB
     */
    static List<String> lines(int minutes, int limit, IntToDoubleFunction mebibytes) {
        List<String> lines = new ArrayList<>();
        lines.add(event(0, "SNAPSHOT", "{\"kind\": \"Node\", \"metadata\": {\"name\": \"n1\"}}"));
        lines.add(event(0, "SNAPSHOT", """
                {"kind": "Deployment", "metadata": {"namespace": "shop", "name": "web"}, "spec": {"replicas": 1,
                 "template": {"metadata": {"labels": {"app": "web"}}}}}"""));
        lines.add(event(0, "ADDED", """
                {"kind": "Pod", "metadata": {"namespace": "shop", "name": "web-1-a", "labels": {"app": "web"},
                 "ownerReferences": [{"kind": "ReplicaSet", "name": "web-1", "controller": true}]},
                 "spec": {"nodeName": "n1", "containers": [{"name": "c", "resources":
                  {"requests": {"memory": "256Mi"}, "limits": {"memory": "%dMi"}}}]}}""".formatted(limit)));
        Random noise = new Random(1);
        for (int minute = 0; minute < minutes; minute++) {
            double used = mebibytes.applyAsDouble(minute * 60);
            if (used >= 0) {
                lines.add(event(minute * 60 + 6, minute == 0 ? "ADDED" : "MODIFIED", """
                        {"kind": "PodMetrics", "metadata": {"namespace": "shop", "name": "web-1-a"}, "timestamp": "%s",
                         "window": "30s", "containers": [{"name": "c", "usage": {"cpu": "10m", "memory": "%d"}}]}""".formatted(
                        START.plusSeconds(minute * 60L), Math.round((used + 6 * noise.nextDouble() - 3) * MIB))));
            }
        }
        return lines;
    }

    static String event(int second, String type, String object) {
        return "{\"at\": \"%s\", \"type\": \"%s\", \"object\": %s}"
                .formatted(START.plusSeconds(second), type, object.replace('\n', ' '));
    }
}
