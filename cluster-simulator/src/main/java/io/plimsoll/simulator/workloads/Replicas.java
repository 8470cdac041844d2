package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counting and choosing among a controller's pods. */
final class Replicas {

    /** Who is deleted first when there are too many: unbound, not running, not ready, youngest. */
    static final Comparator<PodView> FIRST_TO_GO = Comparator.comparing(PodView::bound)
            .thenComparing(pod -> pod.phase().equals("Running"))
            .thenComparing(PodView::ready)
            .thenComparing(
                    pod -> {
                        Instant created = pod.created();
                        return created == null ? Instant.EPOCH : created;
                    },
                    Comparator.reverseOrder())
            .thenComparing(PodView::name);

    private Replicas() {}

    static int wanted(StoredObject workload) {
        return workload.at("spec", "replicas").asInt(1);
    }

    static List<PodView> active(Collection<PodView> pods) {
        return pods.stream().filter(PodView::active).toList();
    }

    static int ready(Collection<PodView> pods) {
        return (int) pods.stream().filter(PodView::ready).count();
    }

    /** Ready for at least {@code minReadySeconds}. */
    static int available(Collection<PodView> pods, long minReadySeconds, Instant now) {
        if (minReadySeconds == 0) {
            return ready(pods);
        }
        return (int) pods.stream()
                .filter(pod -> availableAt(pod, minReadySeconds)
                        .filter(at -> !at.isAfter(now))
                        .isPresent())
                .count();
    }

    /** When the next ready pod becomes available; empty if none is on its way. */
    static Optional<Instant> nextAvailable(Collection<PodView> pods, long minReadySeconds, Instant now) {
        if (minReadySeconds == 0) {
            return Optional.empty();
        }
        return pods.stream()
                .flatMap(pod -> availableAt(pod, minReadySeconds).stream())
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo);
    }

    private static Optional<Instant> availableAt(PodView pod, long minReadySeconds) {
        if (!pod.ready()) {
            return Optional.empty();
        }
        @Nullable JsonNode condition = Conditions.find(pod.raw(), "Ready");
        Instant since = condition == null ? null : Fields.instant(condition, "lastTransitionTime");
        return Optional.of((since == null ? Instant.EPOCH : since).plusSeconds(minReadySeconds));
    }
}
