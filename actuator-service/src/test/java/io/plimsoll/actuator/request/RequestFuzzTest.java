package io.plimsoll.actuator.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.request.Reading.Accepted;
import io.plimsoll.actuator.request.Reading.Elsewhere;
import io.plimsoll.actuator.request.Reading.Nothing;
import io.plimsoll.actuator.request.Reading.Refused;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: no exception, every refusal explained, and the work bounded. */
class RequestFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final RequestReader READER = new RequestReader("eu1");
    private static final int EACH = 1_000;

    private static final List<String> NAMES = List.of(
            "id",
            "cluster",
            "action",
            "type",
            "nodes",
            "names",
            "selector",
            "then",
            "request",
            "scope",
            "kind",
            "name",
            "until",
            "notBefore",
            "notAfter",
            "priority",
            "dryRun",
            "options",
            "nodeDeadline",
            "maxConcurrent",
            "window",
            "__proto__",
            "ID",
            "",
            "a.b",
            "\u202e");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "\"\"",
            "\"eu1\"",
            "\"us1\"",
            "\"r-1\"",
            "\"drain\"",
            "\"pause\"",
            "\"*\"",
            "\"../../etc\"",
            "\"n1\"",
            "\"hold\"",
            "\"PT5M\"",
            "\"-PT5M\"",
            "\"P99999D\"",
            "\"2026-11-22T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"a in (b,c),!d\"",
            "\"((((,,,!!!\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"😀\"",
            "[]",
            "{}",
            "[\"n1\",\"*\",null,7,{}]",
            "{\"kind\":\"Cluster\"}",
            "{\"kind\":\"Node\",\"name\":\"*\"}");

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingMakesItThrow(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < EACH; i++) {
            byte[] value = value(random);
            Reading reading;
            try {
                reading = READER.read(value, header(random), header(random), NOW);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", value " + i + ": " + new String(value, UTF_8), e);
            }
            explained(reading, seed, i);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    private static void explained(Reading reading, long seed, int i) {
        switch (reading) {
            case Refused refused ->
                assertThat(refused.causes())
                        .as("seed %d, value %d", seed, i)
                        .isNotEmpty()
                        .allSatisfy(cause -> {
                            assertThat(cause.code()).isNotBlank();
                            assertThat(cause.message())
                                    .isNotBlank()
                                    .hasSizeLessThan(2_000)
                                    .doesNotContainPattern("\\p{Cntrl}");
                            assertThat(cause.remedy()).isNotBlank();
                        });
            case Accepted accepted -> assertThat(accepted.request().cluster()).isEqualTo("eu1");
            case Elsewhere elsewhere -> assertThat(elsewhere.cluster()).isNotEqualTo("eu1");
            case Nothing _ -> throw new AssertionError("a value is never nothing: seed " + seed);
            case Reading.Signed _, Reading.Untrusted _ ->
                throw new AssertionError("nobody looked at a signature: seed " + seed);
        }
    }

    /** Hostile shapes at full size, each in at most a second of cpu. */
    @Test
    void theWorkIsBoundedByTheSizeOfTheValue() {
        int full = RequestReader.LARGEST - 200;
        List<String> hostile = List.of(
                "[".repeat(full),
                "{\"a\":".repeat(full / 5),
                start() + "\"x\":\"" + "a".repeat(full) + "\"}",
                start() + "\"priority\":" + "9".repeat(full) + "}",
                start() + names("\"" + "a-".repeat(120) + "\"", full / 245) + "}",
                start() + names("\"" + "a.".repeat(120) + "\"", full / 245) + "}",
                start() + "\"action\":{\"type\":\"drain\",\"nodes\":{\"selector\":\"" + "a in (".repeat(full / 6)
                        + "\"}}}",
                start() + "\"action\":{\"type\":\"drain\",\"nodes\":{\"selector\":\"" + "a,".repeat(2_000) + "\"}}}",
                start() + "\"action\":{\"type\":\"drain\",\"nodes\":{\"selector\":\"" + "a" + " ".repeat(4_000)
                        + "in\"}}}",
                unknownFields(full / 15));

        for (String value : hostile) {
            long began = cpuMillis();
            Reading reading = READER.read(value.getBytes(UTF_8), null, null, NOW);
            assertThat(cpuMillis() - began).as(value.substring(0, 80)).isLessThan(1_000);
            assertThat(reading).as(value.substring(0, 80)).isInstanceOf(Refused.class);
        }
    }

    private static String start() {
        return "{\"id\":\"r-1\",\"cluster\":\"eu1\",";
    }

    private static String names(String name, int count) {
        return "\"action\":{\"type\":\"drain\",\"nodes\":{\"names\":[" + (name + ",").repeat(count) + name + "]}}";
    }

    private static String unknownFields(int count) {
        var fields = new StringBuilder(start());
        for (int i = 0; i < count; i++) {
            fields.append("\"f").append(i).append("\":1,");
        }
        return fields.append("\"z\":1}").toString();
    }

    private static byte[] value(Random random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        var text = new StringBuilder("{");
        if (random.nextInt(3) > 0) {
            text.append("\"id\":\"r-").append(random.nextInt(9)).append("\",\"cluster\":\"eu1\",");
        }
        members(text, random, 0);
        text.append('}');
        if (random.nextInt(8) == 0) {
            text.deleteCharAt(random.nextInt(text.length()));
        }
        return text.toString().getBytes(UTF_8);
    }

    private static void members(StringBuilder text, Random random, int depth) {
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(any(NAMES, random))
                    .append("\":");
            if (depth < 3 && random.nextInt(3) == 0) {
                text.append('{');
                members(text, random, depth + 1);
                text.append('}');
            } else {
                text.append(any(VALUES, random));
            }
        }
    }

    private static String header(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "io.plimsoll.maintenance.request.v1.9";
            case 1 -> "\u0000".repeat(random.nextInt(50));
            case 2 -> "v1." + "1".repeat(random.nextInt(3_000));
            default -> null;
        };
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static long cpuMillis() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
    }
}
