package io.plimsoll.analyzer.detect;

import io.plimsoll.analyzer.state.ClusterState;
import java.time.Instant;

/**
 * What a detector is asked about.
 *
 * @param now the log's time: that of the newest tick or fact, whichever is later
 */
public record Situation(ClusterState state, LiveAlerts alerts, Instant now) {}
