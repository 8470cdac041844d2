package io.plimsoll.analyzer.detect.autoscaler;

import java.time.Duration;
import java.time.Instant;

/**
 * A node that joined or left its group.
 *
 * @param node its name
 * @param lifetime of a removed node, at least zero; zero for one that joined
 */
public record NodeAction(Instant at, boolean added, String node, Duration lifetime) {}
