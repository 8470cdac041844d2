package io.plimsoll.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes resource quantity: {@code 100m}, {@code 1.5Gi}, {@code 1e3}, {@code 250000000n}, {@code 12E}.
 *
 * <p>Source of the grammar: {@code k8s.io/apimachinery/pkg/api/resource/quantity.go}. An exponent has digits after its
 * letter ({@code 12E2}); without them {@code E} is the suffix exa.
 *
 * @param value the exact number in the resource's own unit: cores, bytes or a count
 */
public record Quantity(BigDecimal value) {

    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:([eE][+-]?\\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)");
    private static final int LONGEST = 64;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);

    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
            Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
            Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
            Map.entry("k", BigDecimal.ONE.movePointRight(3)),
            Map.entry("M", BigDecimal.ONE.movePointRight(6)),
            Map.entry("G", BigDecimal.ONE.movePointRight(9)),
            Map.entry("T", BigDecimal.ONE.movePointRight(12)),
            Map.entry("P", BigDecimal.ONE.movePointRight(15)),
            Map.entry("E", BigDecimal.ONE.movePointRight(18)),
            Map.entry("Ki", binary(1)),
            Map.entry("Mi", binary(2)),
            Map.entry("Gi", binary(3)),
            Map.entry("Ti", binary(4)),
            Map.entry("Pi", binary(5)),
            Map.entry("Ei", binary(6)));

    /**
     * Reads a quantity.
     *
     * @throws IllegalArgumentException when the text is no quantity; the message quotes it
     */
    public static Quantity parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            throw new IllegalArgumentException("'" + abbreviated(text) + "' is not a Kubernetes quantity");
        }
        BigDecimal number = new BigDecimal(form.group(1).endsWith(".") ? form.group(1) + "0" : form.group(1));
        if (form.group(2) != null) {
            return new Quantity(
                    number.scaleByPowerOfTen(Integer.parseInt(form.group(2).substring(1))));
        }
        return new Quantity(form.group(3) == null ? number : number.multiply(SUFFIXES.get(form.group(3))));
    }

    /** Whole units, rounded up as Kubernetes does; beyond 64 bits, the nearest that fits. */
    public long wholeUnits() {
        return clamped(value);
    }

    /** Thousandths (millicores of a cpu quantity), rounded up as Kubernetes does. */
    public long milliUnits() {
        return clamped(value.movePointRight(3));
    }

    private static long clamped(BigDecimal number) {
        BigDecimal whole = number.min(LARGEST).max(SMALLEST).setScale(0, RoundingMode.CEILING);
        return whole.min(LARGEST).longValueExact();
    }

    private static BigDecimal binary(int power) {
        return BigDecimal.valueOf(1L << (10 * power));
    }

    private static String abbreviated(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
