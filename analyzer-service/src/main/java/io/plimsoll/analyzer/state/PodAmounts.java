package io.plimsoll.analyzer.state;

import io.plimsoll.analyzer.state.PodShape.ContainerShape;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.Resources;
import java.util.List;
import java.util.function.ToLongFunction;

/** A pod's amounts from its containers': sidecars run beside init containers and beside the others. */
final class PodAmounts {

    private PodAmounts() {}

    static Resources requests(List<ContainerShape> containers, Resources overhead) {
        return Resources.of(
                effective(containers, c -> c.requests().cpuMillis()) + overhead.cpuMillis(),
                effective(containers, c -> c.requests().memoryBytes()) + overhead.memoryBytes());
    }

    static Resources limits(List<ContainerShape> containers, Resources overhead) {
        return Resources.of(
                unlessAnyIsUnlimited(containers, c -> c.limits().cpuMillis(), overhead.cpuMillis()),
                unlessAnyIsUnlimited(containers, c -> c.limits().memoryBytes(), overhead.memoryBytes()));
    }

    private static long effective(List<ContainerShape> containers, ToLongFunction<ContainerShape> amount) {
        long sidecars = 0;
        long largestInit = 0;
        long regular = 0;
        for (ContainerShape container : containers) {
            long wanted = amount.applyAsLong(container);
            switch (container.type()) {
                case SIDECAR -> {
                    sidecars += wanted;
                    largestInit = Math.max(largestInit, sidecars);
                }
                case INIT -> largestInit = Math.max(largestInit, sidecars + wanted);
                case REGULAR -> regular += wanted;
            }
        }
        return Math.max(regular + sidecars, largestInit);
    }

    private static long unlessAnyIsUnlimited(
            List<ContainerShape> containers, ToLongFunction<ContainerShape> amount, long overhead) {
        long sum = overhead;
        for (ContainerShape container : containers) {
            long limit = amount.applyAsLong(container);
            if (limit == 0 && container.type() != ContainerState.Type.INIT) {
                return 0;
            }
            sum += container.type() == ContainerState.Type.INIT ? 0 : limit;
        }
        return sum;
    }
}
