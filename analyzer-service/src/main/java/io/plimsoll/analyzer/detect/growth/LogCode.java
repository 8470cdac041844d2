package io.plimsoll.analyzer.detect.growth;

/**
 * Bytes as two: on a logarithmic scale of 65,535 steps over 26 octaves from 64 KiB, so right to 0.014 %, a hundredth of
 * the smallest rise the tests look for. 0 stands for nothing; as unsigned numbers codes are ordered as their values.
 */
final class LogCode {

    private static final double SMALLEST = 1 << 16;
    private static final double STEPS_PER_OCTAVE = 65_534 / 26.0;
    private static final double LN2 = Math.log(2);

    private LogCode() {}

    static short of(long bytes) {
        if (bytes <= SMALLEST) {
            return 1;
        }
        double steps = Math.log(bytes / SMALLEST) / LN2 * STEPS_PER_OCTAVE;
        return (short) (1 + (int) Math.min(65_534, Math.rint(steps)));
    }

    static double value(short code) {
        return SMALLEST * Math.exp((Short.toUnsignedInt(code) - 1) / STEPS_PER_OCTAVE * LN2);
    }

    /** Whether a floor that lies at {@code floor}, or nowhere yet, sinks to {@code code}. */
    static boolean sinks(short floor, short code) {
        return floor == 0 || Short.toUnsignedInt(code) < Short.toUnsignedInt(floor);
    }
}
