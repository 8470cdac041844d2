package io.plimsoll.analyzer.detect.growth;

import java.time.Duration;
import java.util.Optional;

/**
 * The fast lane: rises that reach the limit before ten-minute floors could tell.
 *
 * @param growth the same tests as for lasting growth, but not decelerating
 * @param leastBuckets of two minutes, of the 22 that the window holds
 * @param horizon within which the limit must be reached
 * @param fullness least share of the limit already used; without it warm-ups fire at minute 42
 */
public record ProjectionTest(GrowthTest growth, int leastBuckets, Duration horizon, double fullness) {

    public static ProjectionTest defaults() {
        return new ProjectionTest(GrowthTest.projecting(), 15, Duration.ofMinutes(60), 0.80);
    }

    /** Empty where there is no limit, not enough history or the container is far from full: then nothing is computed. */
    public Optional<Projection> judge(ContainerMemory memory, long limit) {
        double floor = memory.floor();
        if (limit <= 0 || floor < fullness * limit) {
            return Optional.empty();
        }
        Series window = memory.lastMinutes();
        int n = window.size();
        if (n < leastBuckets) {
            return Optional.empty();
        }
        GrowthVerdict verdict = growth.judge(window, window.first());
        double slope = window.tail(n / 3).slope();
        double eta = slope > 0 ? Math.max(0, (limit - window.last()) / slope) : Double.NaN;
        boolean holds = verdict.grows() && eta <= horizon.toSeconds();
        return Optional.of(new Projection(holds, verdict, eta, floor));
    }
}
