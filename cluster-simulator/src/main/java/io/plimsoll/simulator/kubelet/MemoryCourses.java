package io.plimsoll.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which course of use each container takes: one set by hand for the pod or its workload, the pod's annotation, or else
 * a constant share of its request that differs from pod to pod.
 */
final class MemoryCourses {

    private static final long WITHOUT_REQUEST = 64L << 20;
    private static final int LEAST_PERCENT = 35;
    private static final int PERCENT_RANGE = 40;

    /** By pod uid, or {@code namespace/workload}. */
    private final Map<String, MemorySeries> set = new HashMap<>();

    void set(String podUidOrWorkload, MemorySeries series) {
        set.put(podUidOrWorkload, series);
    }

    void forget(String podUid) {
        set.remove(podUid);
    }

    /** The course applies to the first container; the others take their usual share. */
    List<UsageTable.Course> of(PodView pod, Instant now) {
        MemorySeries chosen = chosen(pod);
        List<UsageTable.Course> courses = new ArrayList<>();
        int index = 0;
        for (JsonNode container : Fields.at(pod.raw(), "spec", "containers")) {
            Instant since = Fields.instant(
                    Fields.at(pod.raw(), "status", "containerStatuses").path(index), "state", "running", "startedAt");
            if (since != null) {
                courses.add(course(pod, container, since, index == 0 ? chosen : null));
            }
            index++;
        }
        return courses;
    }

    private static UsageTable.Course course(
            PodView pod, JsonNode container, Instant since, @Nullable MemorySeries chosen) {
        Resources request = Resources.of(Fields.at(container, "resources", "requests"));
        int percent = LEAST_PERCENT + Math.floorMod(pod.uid().hashCode(), PERCENT_RANGE);
        long usual = request.memory() == 0 ? WITHOUT_REQUEST : request.memory() / 100 * percent;
        return new UsageTable.Course(
                Fields.text(container, "name"),
                since,
                request.cpuMilli() * percent / 100,
                chosen == null ? new MemorySeries.Constant(usual) : chosen);
    }

    private @Nullable MemorySeries chosen(PodView pod) {
        MemorySeries own = set.get(pod.uid());
        if (own != null) {
            return own;
        }
        MemorySeries workload = set.get(pod.namespace() + "/" + workload(pod));
        if (workload != null) {
            return workload;
        }
        String annotation = pod.annotations().get(PodBehaviour.MEMORY);
        return annotation == null ? null : MemorySeries.parse(annotation);
    }

    /** The Deployment's name for a ReplicaSet's pod, else the controller's. */
    static String workload(PodView pod) {
        OwnerRef controller = pod.controller();
        if (controller == null) {
            return pod.name();
        }
        String hash = pod.labels().get("pod-template-hash");
        return hash != null && controller.name().endsWith("-" + hash)
                ? controller.name().substring(0, controller.name().length() - hash.length() - 1)
                : controller.name();
    }

    /** Begins the series now, whatever the container's age. */
    static MemorySeries from(PodView pod, MemorySeries series, Instant now) {
        Instant since = Fields.instant(
                Fields.at(pod.raw(), "status", "containerStatuses").path(0), "state", "running", "startedAt");
        return since == null ? series : new MemorySeries.StartingAt(Duration.between(since, now), series);
    }
}
