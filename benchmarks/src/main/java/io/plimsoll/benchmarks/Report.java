package io.plimsoll.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.wire.Json;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured: a table for people, then one line of JSON. What was not measured isn't in it. */
public final class Report {

    private static final MathContext DIGITS = new MathContext(4);

    private record Row(String name, Sample sample) {}

    private final PrintStream out;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, BigDecimal> values = new LinkedHashMap<>();
    private String prefix = "";

    public Report(PrintStream out) {
        this.out = out;
    }

    /** What names begin with from here on: benchmarks that run together may have names in common. */
    public void begin(String newPrefix) {
        prefix = newPrefix;
    }

    /** A line for the person who waits. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** For the table alone. */
    public void compare(String name, Sample sample) {
        rows.add(new Row(prefix + name, sample));
    }

    /** For the table, and by its median for the last line. */
    public void value(String name, Sample sample) {
        compare(name, sample);
        values.put(prefix + name, rounded(sample.median()));
    }

    public void print() {
        out.printf(
                Locale.ROOT,
                "%n%-34s %12s %12s %12s %9s %7s%n",
                "",
                "median",
                "lowest",
                "highest",
                "spread %",
                "rounds");
        for (Row row : rows) {
            Sample sample = row.sample();
            out.printf(
                    Locale.ROOT,
                    "%-34s %12s %12s %12s %9.1f %7d%n",
                    row.name(),
                    rounded(sample.median()).toPlainString(),
                    rounded(sample.lowest()).toPlainString(),
                    rounded(sample.highest()).toPlainString(),
                    sample.spreadPercent(),
                    sample.values().size());
        }
        out.println();
        out.println(json());
        out.flush();
    }

    private String json() {
        try {
            return Json.mapper().writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Four digits, and none after the point where there are four before it. */
    private static BigDecimal rounded(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
