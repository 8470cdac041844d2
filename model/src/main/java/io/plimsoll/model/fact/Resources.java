package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.util.Map;

/**
 * Amounts of what a node offers or a container asks for.
 *
 * @param other anything else by its resource name (GPUs, huge pages), in whole units
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Resources(
        long cpuMillis, long memoryBytes, long ephemeralStorageBytes, long pods, Map<String, Long> other) {

    public Resources {
        other = Copies.map(other);
    }

    public static final Resources NONE = new Resources(0, 0, 0, 0, Map.of());

    public static Resources of(long cpuMillis, long memoryBytes) {
        return new Resources(cpuMillis, memoryBytes, 0, 0, Map.of());
    }
}
