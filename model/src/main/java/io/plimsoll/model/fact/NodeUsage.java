package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;

/** What a node used over a window that ended at {@code timestamp}; memory is the working set. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record NodeUsage(Instant timestamp, Duration window, long cpuMillis, long memoryBytes) implements FactBody {}
