package io.plimsoll.analyzer.detect.nodes;

import java.time.Instant;

/**
 * That containers of a workload can't start.
 *
 * @param since since when, with no longer pause than the gap that is allowed
 * @param lastSeen when a container was last seen waiting so
 * @param now whether one is now
 */
public record WaitingTrail(Instant since, Instant lastSeen, boolean now) {}
