package io.plimsoll.analyzer.detect.growth;

/** The shapes of memory use that the rules were tuned on: bytes of sample {@code i}, taken at second {@code x}. */
@FunctionalInterface
public interface MemoryCurve {

    double MIB = 1 << 20;

    double at(int i, double x);

    /** Deterministic noise: {@code amplitude · sin(12.9898 · i)}. */
    static double noise(int i, double amplitude) {
        return amplitude * MIB * Math.sin(12.9898 * i);
    }

    static MemoryCurve leak(double from, double perHour, double noise) {
        return (i, x) -> (from + perHour * x / 3600) * MIB + noise(i, noise);
    }

    static MemoryCurve sawtooth(double from, double perHour, double tooth) {
        return (i, x) -> (from + perHour * x / 3600 + tooth * (x % 1200 / 1200)) * MIB;
    }

    static MemoryCurve warmUp(double tau) {
        return (i, x) -> (200 + 400 * (1 - Math.exp(-x / tau))) * MIB + noise(i, 3);
    }

    static MemoryCurve step(double from, double to, double second) {
        return (i, x) -> (x < second ? from : to) * MIB + noise(i, 3);
    }

    static MemoryCurve daily(double perHour, double amplitude, double phaseDegrees) {
        return (i, x) -> (300
                                + perHour * x / 3600
                                + amplitude * Math.sin(2 * Math.PI * x / 86400 + Math.toRadians(phaseDegrees)))
                        * MIB
                + noise(i, 3);
    }
}
