package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.Origin;
import java.time.Instant;

/** When and by which list or watch an object was seen, or seen to be gone. */
public record Sighting(Instant observedAt, Origin origin, long epoch) {}
