package io.plimsoll.simulator.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What running containers use now, as a function of time; safe for many threads. Kept by the kubelet, read by
 * metrics.k8s.io and the horizontal autoscaler.
 */
public final class UsageTable {

    /** One container's use: CPU in thousandths, memory (working set) in bytes. */
    public record Use(String container, long cpuMilli, long memory) {}

    /** @param since when the container's present incarnation was started */
    record Course(String container, Instant since, long cpuMilli, MemorySeries memory) {

        long memoryAt(Instant now) {
            Duration age = Duration.between(since, now);
            return memory.at(age.isNegative() ? Duration.ZERO : age);
        }
    }

    private record PodCourses(String node, List<Course> containers) {}

    private final Map<String, PodCourses> pods = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> podsByNode = new ConcurrentHashMap<>();
    private final Map<String, Long> nodeOwnMemory = new ConcurrentHashMap<>();
    private final Map<String, Long> cpuByPod = new ConcurrentHashMap<>();

    void put(String podKey, String node, List<Course> containers) {
        pods.put(podKey, new PodCourses(node, List.copyOf(containers)));
        podsByNode.computeIfAbsent(node, _ -> ConcurrentHashMap.newKeySet()).add(podKey);
    }

    void remove(String podKey) {
        PodCourses gone = pods.remove(podKey);
        cpuByPod.remove(podKey);
        if (gone != null) {
            Set<String> there = podsByNode.get(gone.node);
            if (there != null) {
                there.remove(podKey);
            }
        }
    }

    /** What the node's own daemons use. */
    void putNode(String node, long memory) {
        nodeOwnMemory.put(node, memory);
    }

    void removeNode(String node) {
        nodeOwnMemory.remove(node);
        podsByNode.remove(node);
    }

    /** Sets the CPU a pod uses, whatever its own course says; the load of its service, say. */
    public void setCpu(String podKey, long milli) {
        cpuByPod.put(podKey, milli);
    }

    List<Course> courses(String podKey) {
        PodCourses known = pods.get(podKey);
        return known == null ? List.of() : known.containers;
    }

    /** The use of a pod's containers; empty while it doesn't run. {@code podKey} is namespace/name. */
    public List<Use> pod(String podKey, Instant now) {
        PodCourses known = pods.get(podKey);
        if (known == null) {
            return List.of();
        }
        Long cpu = cpuByPod.get(podKey);
        List<Use> uses = new ArrayList<>(known.containers.size());
        for (Course course : known.containers) {
            long milli = cpu == null || !uses.isEmpty() ? course.cpuMilli : cpu;
            uses.add(new Use(course.container, milli, course.memoryAt(now)));
        }
        return uses;
    }

    /** A pod's working set in bytes; negative where nothing is known. */
    long podMemory(String podKey, Instant now) {
        PodCourses known = pods.get(podKey);
        if (known == null) {
            return -1;
        }
        return known.containers.stream()
                .mapToLong(course -> course.memoryAt(now))
                .sum();
    }

    /** The use of a whole node, its own daemons included; null for a node not known. */
    public @Nullable Use node(String node, Instant now) {
        Long own = nodeOwnMemory.get(node);
        if (own == null) {
            return null;
        }
        long memory = own;
        long cpu = 100;
        for (String pod : podsByNode.getOrDefault(node, Set.of())) {
            for (Use use : pod(pod, now)) {
                memory += use.memory();
                cpu += use.cpuMilli();
            }
        }
        return new Use("", cpu, memory);
    }
}
