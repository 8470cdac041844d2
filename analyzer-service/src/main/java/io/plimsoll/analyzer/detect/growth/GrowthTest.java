package io.plimsoll.analyzer.detect.growth;

/**
 * When a series of floors counts as growing: all four terms must hold. The numbers were tuned on synthetic vectors
 * (leak, sawtooth, warm-up, step, diurnal) and on recorded series of 104 production containers.
 *
 * @param slope least Theil–Sen slope, bytes per hour
 * @param significance least Mann–Kendall z; 3.09 is one in a thousand, one-sided
 * @param rise least rise over the window, bytes
 * @param riseShare least rise over the window, as a share of where it began
 * @param early least share of the rise in the first half: rejects steps
 * @param late least share in the second half: rejects warm-ups that saturate
 * @param keepSlope slope at which growth already found is still growth
 * @param keepSignificance likewise
 */
public record GrowthTest(
        double slope,
        double significance,
        double rise,
        double riseShare,
        double early,
        double late,
        double keepSlope,
        double keepSignificance) {

    private static final double MIB = 1 << 20;

    /** For floors of ten minutes over six hours, and of an hour over two days. */
    public static GrowthTest lasting() {
        return new GrowthTest(MIB, 3.09, 16 * MIB, 0.10, 0.25, 0.35, 0.5 * MIB, 1.64);
    }

    /** For floors of two minutes over 45: what slows down at all is no projection. */
    public static GrowthTest projecting() {
        return new GrowthTest(MIB, 3.09, 16 * MIB, 0.10, 0.25, 0.40, 0.5 * MIB, 1.64);
    }

    /** The verdict on a series of at least three floors; where the rise begins is the median of the first sixth. */
    public GrowthVerdict judge(Series floors) {
        int sixth = Math.max(3, floors.size() / 3 / 2);
        return judge(floors, floors.median(0, sixth));
    }

    /** The verdict, with the rise held against {@code base} bytes. */
    GrowthVerdict judge(Series floors, double base) {
        double perHour = floors.slope() * 3600;
        double z = floors.significance();
        Shape shape = Shape.of(floors);
        double grown = perHour * floors.span() / 3600;
        boolean grows = z >= significance
                && perHour >= slope
                && grown >= Math.max(rise, riseShare * base)
                && shape.rise() > 0
                && shape.early() >= early
                && shape.late() >= late;
        boolean stillGrows = z >= keepSignificance && perHour >= keepSlope;
        return new GrowthVerdict(grows, stillGrows, perHour, z, shape, floors.size(), floors.last());
    }
}
