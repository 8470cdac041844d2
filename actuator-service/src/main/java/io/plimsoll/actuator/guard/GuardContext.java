package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.ClusterView;
import java.time.Instant;

/** Everything a guard may look at. */
public record GuardContext(
        ClusterView view, Candidate candidate, Situation situation, GuardSettings settings, Instant now) {}
