package io.plimsoll.actuator.view;

import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.Resources;
import java.util.HashMap;
import java.util.Map;

/**
 * What a pod asks of a node, as the scheduler counts it: the larger of what runs for good (containers and sidecars) and
 * what each init container needs beside the sidecars started before it, and the overhead on top.
 *
 * <p>Source: {@code k8s.io/component-helpers/resource/helpers.go} ({@code AggregateContainerRequests}, KEP-753).
 */
public final class PodDemand {

    private PodDemand() {}

    /** The sum, one pod in number. */
    public static Resources of(PodState pod) {
        if (pod.containers().size() == 1 && pod.overhead().equals(Resources.NONE)) {
            ContainerState only = pod.containers().getFirst(); // most pods are so: nothing to add up
            Resources asked = only.requests();
            return new Resources(
                    asked.cpuMillis(), asked.memoryBytes(), asked.ephemeralStorageBytes(), 1, asked.other());
        }
        Resources sidecars = Resources.NONE;
        Resources peak = Resources.NONE;
        for (ContainerState container : pod.containers()) {
            if (container.type() == ContainerState.Type.SIDECAR) {
                sidecars = plus(sidecars, container.requests());
                peak = larger(peak, sidecars);
            } else if (container.type() == ContainerState.Type.INIT) {
                peak = larger(peak, plus(sidecars, container.requests()));
            }
        }
        Resources running = sidecars;
        for (ContainerState container : pod.containers()) {
            if (container.type() == ContainerState.Type.REGULAR) {
                running = plus(running, container.requests());
            }
        }
        Resources total = plus(larger(running, peak), pod.overhead());
        return new Resources(total.cpuMillis(), total.memoryBytes(), total.ephemeralStorageBytes(), 1, total.other());
    }

    public static Resources plus(Resources a, Resources b) {
        return new Resources(
                a.cpuMillis() + b.cpuMillis(),
                a.memoryBytes() + b.memoryBytes(),
                a.ephemeralStorageBytes() + b.ephemeralStorageBytes(),
                a.pods() + b.pods(),
                merged(a.other(), b.other(), 1));
    }

    public static Resources minus(Resources a, Resources b) {
        return new Resources(
                a.cpuMillis() - b.cpuMillis(),
                a.memoryBytes() - b.memoryBytes(),
                a.ephemeralStorageBytes() - b.ephemeralStorageBytes(),
                a.pods() - b.pods(),
                merged(a.other(), b.other(), -1));
    }

    private static Resources larger(Resources a, Resources b) {
        Map<String, Long> other = a.other();
        if (!b.other().isEmpty()) {
            other = new HashMap<>(a.other());
            for (var entry : b.other().entrySet()) {
                other.merge(entry.getKey(), entry.getValue(), Math::max);
            }
        }
        return new Resources(
                Math.max(a.cpuMillis(), b.cpuMillis()),
                Math.max(a.memoryBytes(), b.memoryBytes()),
                Math.max(a.ephemeralStorageBytes(), b.ephemeralStorageBytes()),
                Math.max(a.pods(), b.pods()),
                other);
    }

    private static Map<String, Long> merged(Map<String, Long> a, Map<String, Long> b, int sign) {
        if (b.isEmpty()) {
            return a;
        }
        Map<String, Long> sum = new HashMap<>(a);
        b.forEach((name, amount) -> sum.merge(name, sign * amount, Long::sum));
        sum.values().removeIf(amount -> amount == 0);
        return sum;
    }
}
