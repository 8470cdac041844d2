package io.plimsoll.analyzer.detect.watch;

import java.time.Instant;

/** How many events of an hour were merged by their recorder, and how many there were. */
public record EventShare(Instant hour, long events, long aggregated) {}
