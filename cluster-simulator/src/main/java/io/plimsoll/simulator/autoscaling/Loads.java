package io.plimsoll.simulator.autoscaling;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The load each workload is under; set by scenarios, read by the horizontal autoscaler. Safe for many threads. */
public final class Loads {

    /** CPU in thousandths that the workload is asked for in all, at an instant. */
    @FunctionalInterface
    public interface Load {

        long cpuMilli(Instant now);

        static Load constant(long cpuMilli) {
            return _ -> cpuMilli;
        }
    }

    private final Map<String, Load> byWorkload = new ConcurrentHashMap<>();

    public void set(String namespace, String workload, Load load) {
        byWorkload.put(namespace + "/" + workload, load);
    }

    @Nullable
    Load of(String namespace, String workload) {
        return byWorkload.get(namespace + "/" + workload);
    }
}
