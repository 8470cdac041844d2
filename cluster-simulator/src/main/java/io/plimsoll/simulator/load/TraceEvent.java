package io.plimsoll.simulator.load;

import java.time.Duration;

/** Something that happened in the trace, {@code after} the beginning of the part that is replayed. */
public sealed interface TraceEvent {

    Duration after();

    TracePod pod();

    record Arrival(Duration after, TracePod pod) implements TraceEvent {}

    record Departure(Duration after, TracePod pod) implements TraceEvent {}
}
