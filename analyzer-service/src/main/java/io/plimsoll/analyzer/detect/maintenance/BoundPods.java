package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.model.Copies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workload's pods that were put on a node which took none, oldest first; at most {@value MOST}. */
public record BoundPods(List<Binding> pods) {

    static final BoundPods NONE = new BoundPods(List.of());

    private static final int MOST = 50;

    public BoundPods {
        pods = Copies.list(pods);
    }

    BoundPods and(Binding binding) {
        List<Binding> all = new ArrayList<>(pods);
        all.removeIf(known -> known.pod().equals(binding.pod()));
        all.add(binding);
        return new BoundPods(all.size() > MOST ? all.subList(all.size() - MOST, all.size()) : all);
    }

    /** Of the pod; null where it was there before the cordon. */
    @Nullable
    Binding of(String pod) {
        return pods.stream()
                .filter(binding -> binding.pod().equals(pod))
                .findFirst()
                .orElse(null);
    }
}
