package io.plimsoll.simulator.kubelet;

import io.plimsoll.simulator.objects.Quantities;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Memory use of one container as a function of its age. */
public sealed interface MemorySeries {

    /** Working set in bytes at this age of the container. */
    long at(Duration age);

    /** Whether use changes with time, so that the kubelet must keep looking. */
    boolean changes();

    record Constant(long bytes) implements MemorySeries {

        @Override
        public long at(Duration age) {
            return bytes;
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /** Grows (or shrinks) evenly, never below zero and, where {@code ceiling} is positive, never above it. */
    record Linear(long start, long perHour, long ceiling) implements MemorySeries {

        @Override
        public long at(Duration age) {
            long bytes = Math.max(0, start + Math.round(perHour * (age.toMillis() / 3_600_000.0)));
            return ceiling > 0 ? Math.min(ceiling, bytes) : bytes;
        }

        @Override
        public boolean changes() {
            return perHour != 0;
        }
    }

    /** Measured values, one every {@code step}, joined by straight lines; the last one stays. */
    record Samples(Duration step, List<Long> bytes) implements MemorySeries {

        public Samples {
            bytes = List.copyOf(bytes);
            if (bytes.isEmpty() || !step.isPositive()) {
                throw new IllegalArgumentException(
                        "a series needs samples and a step, got " + bytes.size() + " and " + step);
            }
        }

        @Override
        public long at(Duration age) {
            double position = (double) age.toMillis() / step.toMillis();
            int index = (int) position;
            if (index >= bytes.size() - 1) {
                return bytes.getLast();
            }
            long from = bytes.get(index);
            return from + Math.round((bytes.get(index + 1) - from) * (position - index));
        }

        @Override
        public boolean changes() {
            return bytes.size() > 1;
        }
    }

    /** The same course, begun when the container was {@code age} old. */
    record StartingAt(Duration age, MemorySeries series) implements MemorySeries {

        @Override
        public long at(Duration containerAge) {
            Duration since = containerAge.minus(age);
            return series.at(since.isNegative() ? Duration.ZERO : since);
        }

        @Override
        public boolean changes() {
            return series.changes();
        }
    }

    /**
     * From an annotation: {@code constant 200Mi}, {@code linear 200Mi +20Mi/h [max 1Gi]} or
     * {@code samples 60s 100Mi 120Mi …}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static MemorySeries parse(String text) {
        String[] words = text.strip().split("\\s+");
        try {
            return switch (words[0]) {
                case "constant" -> new Constant(Quantities.units(words[1]));
                case "linear" ->
                    new Linear(
                            Quantities.units(words[1]),
                            Quantities.units(words[2].replaceFirst("^\\+", "").replaceFirst("/h$", "")),
                            words.length > 4 ? Quantities.units(words[4]) : 0);
                case "samples" ->
                    new Samples(
                            Duration.parse("PT" + words[1]),
                            Arrays.stream(words).skip(2).map(Quantities::units).toList());
                default -> throw new IllegalArgumentException("not a memory series: " + text);
            };
        } catch (ArrayIndexOutOfBoundsException | java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("not a memory series: " + text, e);
        }
    }
}
