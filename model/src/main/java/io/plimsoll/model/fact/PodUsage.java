package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a pod's containers used over a window that ended at {@code timestamp}; memory is the working set. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PodUsage(Instant timestamp, Duration window, List<ContainerUsage> containers) implements FactBody {

    public PodUsage {
        containers = Copies.list(containers);
    }

    /** One container's use. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record ContainerUsage(String name, long cpuMillis, long memoryBytes) {

        public ContainerUsage {
            name = name == null ? "" : name;
        }
    }

    public long memoryBytes() {
        long sum = 0;
        for (ContainerUsage container : containers) {
            sum += container.memoryBytes();
        }
        return sum;
    }
}
