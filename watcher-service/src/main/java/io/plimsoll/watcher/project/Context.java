package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.Origin;
import java.time.Instant;

/**
 * How an object came to be known.
 *
 * @param observedAt when, by the watcher's clock
 * @param epoch the term of the list it belongs to
 */
public record Context(String cluster, Instant observedAt, Origin origin, long epoch, Surroundings surroundings) {}
