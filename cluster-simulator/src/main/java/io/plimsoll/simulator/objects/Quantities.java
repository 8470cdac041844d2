package io.plimsoll.simulator.objects;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kubernetes quantities as whole numbers: bytes for memory, thousandths for CPU. Rounds up, as the scheduler does. */
public final class Quantities {

    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    /** The same few quantities recur on every pod; a cluster of 50,000 has some hundred different ones. */
    private static final Map<String, BigDecimal> SEEN = new ConcurrentHashMap<>();

    private static final int REMEMBERED = 10_000;

    private Quantities() {}

    /** Whole units: bytes of memory, a count of pods or devices. */
    public static long units(String quantity) {
        return parse(quantity).setScale(0, RoundingMode.CEILING).longValue();
    }

    /** Thousandths: CPU. */
    public static long milli(String quantity) {
        return parse(quantity)
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }

    /** Whether the text is a quantity at all. */
    public static boolean isOne(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static String cpu(long milli) {
        return milli % 1000 == 0 ? String.valueOf(milli / 1000) : milli + "m";
    }

    public static String memory(long bytes) {
        if (bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "Mi";
        }
        return bytes % (1L << 10) == 0 ? (bytes >> 10) + "Ki" : String.valueOf(bytes);
    }

    private static BigDecimal parse(String quantity) {
        BigDecimal seen = SEEN.get(quantity);
        if (seen != null) {
            return seen;
        }
        BigDecimal parsed = read(quantity);
        if (SEEN.size() < REMEMBERED) {
            SEEN.put(quantity, parsed);
        }
        return parsed;
    }

    private static BigDecimal read(String quantity) {
        int end = quantity.length();
        while (end > 0 && Character.isLetter(quantity.charAt(end - 1))) {
            end--;
        }
        String suffix = quantity.substring(end);
        try {
            if (suffix.isEmpty()) {
                return new BigDecimal(quantity); // also 1e3
            }
            BigDecimal factor = SUFFIXES.get(suffix);
            if (factor == null) {
                throw new IllegalArgumentException("quantity " + quantity + " has the unknown suffix " + suffix);
            }
            return new BigDecimal(quantity.substring(0, end)).multiply(factor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a quantity: " + quantity, e);
        }
    }
}
