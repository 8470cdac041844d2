package io.plimsoll.analyzer.detect.quorum;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The ordinals in the names of a StatefulSet's pods. */
public final class Ordinal {

    private static final Pattern DIGITS = Pattern.compile("0|[1-9]\\d{0,8}");

    private static final int MOST_GAPS = 100;

    private Ordinal() {}

    /** The ordinal of a pod named by the StatefulSet, {@code web-3} of {@code web}: 3. */
    public static OptionalInt of(String statefulSet, String pod) {
        if (!pod.startsWith(statefulSet + "-")) {
            return OptionalInt.empty();
        }
        String rest = pod.substring(statefulSet.length() + 1);
        return DIGITS.matcher(rest).matches() ? OptionalInt.of(Integer.parseInt(rest)) : OptionalInt.empty();
    }

    /**
     * Ordinals below the highest present one that have no pod, rising, at most a hundred.
     *
     * <p>{@code spec.ordinals.start} isn't in the log: they count from 0 unless the highest shows that they can't.
     */
    public static List<Integer> gaps(Collection<Integer> present, int replicas) {
        Set<Integer> known = new HashSet<>(present);
        if (known.isEmpty()) {
            return List.of();
        }
        int lowest = known.stream().mapToInt(Integer::intValue).min().orElseThrow();
        int highest = known.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return IntStream.range(highest < replicas ? 0 : lowest, highest)
                .filter(ordinal -> !known.contains(ordinal))
                .limit(MOST_GAPS)
                .boxed()
                .toList();
    }
}
