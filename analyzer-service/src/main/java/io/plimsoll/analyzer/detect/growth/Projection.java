package io.plimsoll.analyzer.detect.growth;

/**
 * When a container will be full if it goes on as in the last minutes: a projection, never called a leak.
 *
 * @param holds every term held
 * @param verdict on the last 45 minutes
 * @param etaSeconds until the limit at the slope of the last third; NaN where that doesn't rise
 * @param floor the least of the last two buckets, bytes
 */
public record Projection(boolean holds, GrowthVerdict verdict, double etaSeconds, double floor) {}
