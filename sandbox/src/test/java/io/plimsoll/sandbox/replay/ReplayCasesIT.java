package io.plimsoll.sandbox.replay;

import static io.plimsoll.sandbox.replay.MemorySeries.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.sandbox.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Worked cases of the rules as plain watch events, written by hand: without uids, versions and creation times.
 *
 * <p>Variants of a file: {@code nostatus} budgets without status, {@code nors} pods without their ReplicaSet, {@code bare}
 * with nothing that could be left out, {@code podsfirst} pods ahead of their owners, {@code added} no list at all.
 */
class ReplayCasesIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            A-01            | 24 A1 g FIRING WARNING; 39 A1 g FIRING CRITICAL; 107 A1 g RESOLVED CRITICAL
            A-01-modified   | 24 A1 g FIRING WARNING; 39 A1 g FIRING CRITICAL; 107 A1 g RESOLVED CRITICAL
            A-02            | -
            A-09            | 18 A3 web FIRING WARNING
            A-13            | -
            A-17            | 15 A4 web FIRING WARNING
            A-20            | 15 A6 web FIRING WARNING
            A-20-nors       | 15 A6 web FIRING WARNING
            A-20-bare       | 15 A6 web FIRING WARNING
            C-01            | 1.4 C1 replay FIRING WARNING
            C-01-notaint    | 1.4 C1 replay FIRING WARNING
            C-01-bare       | 1.4 C1 replay FIRING WARNING
            C-03            | 1.2 C1 replay FIRING CRITICAL
            C-07            | 0.8 C2/n1 tool FIRING WARNING
            D-01            | 10 D1 n1 FIRING WARNING
            D-01-bare       | 10 D1 n1 FIRING WARNING
            M-20            | 0 M1 n1 FIRING WARNING; 24 M1 n1 RESOLVED WARNING
            M-21            | 0 M1 n1 FIRING WARNING; 0 M3 web FIRING WARNING; 3 M1 n1 FIRING CRITICAL; 8 M3 web RESOLVED WARNING; 24 M1 n1 RESOLVED CRITICAL
            M-22            | 0 M1 n1 FIRING WARNING; 0 M3 d FIRING WARNING
            M-25            | 5 M5/c web FIRING WARNING
            M-26            | -
            N-02            | 1 N1 n1 FIRING WARNING; 3 N1 n1 RESOLVED WARNING
            N-02-bare       | 1 N1 n1 FIRING WARNING; 3 N1 n1 RESOLVED WARNING
            N-06            | 0 N4 n1 FIRING CRITICAL; 2 N1 n1 FIRING WARNING
            P-01            | -
            P-01-nostatus   | -
            P-02            | 1 N1 n2 FIRING WARNING; 1 N1 n3 FIRING WARNING; 5 P1 cart FIRING WARNING; 15 N1 n2 FIRING CRITICAL; 15 N1 n3 FIRING CRITICAL; 15 P1 cart FIRING CRITICAL
            P-02-nostatus   | 1 N1 n2 FIRING WARNING; 1 N1 n3 FIRING WARNING; 5 P1 cart FIRING WARNING; 15 N1 n2 FIRING CRITICAL; 15 N1 n3 FIRING CRITICAL; 15 P1 cart FIRING CRITICAL
            P-02-nors       | 1 N1 n2 FIRING WARNING; 1 N1 n3 FIRING WARNING; 5 P1 cart FIRING WARNING; 15 N1 n2 FIRING CRITICAL; 15 N1 n3 FIRING CRITICAL; 15 P1 cart FIRING CRITICAL
            P-02-podsfirst  | 1 N1 n2 FIRING WARNING; 1 N1 n3 FIRING WARNING; 5 P1 cart FIRING WARNING; 15 N1 n2 FIRING CRITICAL; 15 N1 n3 FIRING CRITICAL; 15 P1 cart FIRING CRITICAL
            P-03            | 10 P3/BLOCKS_AT_HPA_RANGE cart FIRING WARNING
            P-03-nostatus   | 10 P3/BLOCKS_AT_HPA_RANGE cart FIRING WARNING
            P-05            | -
            P-05-nostatus   | -
            P-07            | 5 P2 cart FIRING WARNING; 5 P3/BLOCKS_AT_HPA_RANGE cart FIRING WARNING; 10 D1 n2 FIRING WARNING; 30 D1 n2 FIRING CRITICAL; 30 P2 cart FIRING CRITICAL
            P-07-nostatus   | 5 P2 cart FIRING WARNING; 5 P3/BLOCKS_AT_HPA_RANGE cart FIRING WARNING; 10 D1 n2 FIRING WARNING; 30 D1 n2 FIRING CRITICAL; 30 P2 cart FIRING CRITICAL
            P-07-nors       | 5 P2 cart FIRING WARNING; 5 P3/BLOCKS_AT_HPA_RANGE cart FIRING WARNING; 10 D1 n2 FIRING WARNING; 30 D1 n2 FIRING CRITICAL; 30 P2 cart FIRING CRITICAL
            P-15            | 10 P3/NO_PODS_MATCH none FIRING WARNING
            P-17            | 0 P3/OVERLAPPING a,b FIRING WARNING
            P-19            | 10 P3/NEVER_ALLOWS cart FIRING WARNING
            P-20            | 10 P3/NEVER_ALLOWS cart FIRING WARNING
            P-23            | 1 P1 cart FIRING CRITICAL
            P-23-nostatus   | 1 P1 cart FIRING CRITICAL
            P-23-added      | 1 P1 cart FIRING CRITICAL
            P-26            | 1 P4 cart FIRING WARNING; 5 P3/NEVER_ALLOWS cart FIRING WARNING
            A-03            | -
            A-04            | -
            A-06            | -
            A-08            | 49 N6 n1 FIRING WARNING
            A-11            | -
            A-12            | -
            A-14            | -5 A5/scale-down-delay-after-add cluster-autoscaler FIRING WARNING
            A-16            | -
            A-18            | -
            A-21            | -
            A-24            | 43 A2 p FIRING WARNING
            A-24-drifted    | -
            C-06            | -
            C-08            | -
            C-10            | -
            I-01            | -
            M-23            | -
            N-03            | -
            N-05            | 0 N3 n1 FIRING WARNING; 20 N3 n1 FIRING CRITICAL
            N-07            | 20 N5 n1 FIRING WARNING
            N-09            | 0 N3 n1 FIRING WARNING
            P-08            | 0 P1 cart FIRING WARNING; 10 P1 cart FIRING CRITICAL
            P-09a           | 0 P1 cart FIRING WARNING; 10 P1 cart FIRING CRITICAL
            P-09b           | 0 P1 cart FIRING WARNING; 10 P1 cart FIRING CRITICAL
            P-09c           | 0 P1 cart FIRING WARNING; 10 P1 cart FIRING CRITICAL
            P-09d           | 5 P3/UNMANAGED_PODS cart FIRING WARNING
            P-10            | -
            P-13            | -
            P-14            | -
            P-24            | 2 P3/STATUS_STALE cart FIRING WARNING; 3 P3/STATUS_STALE cart RESOLVED WARNING
            P-25            | 5 P1 cart FIRING WARNING; 5 P3/NEVER_ALLOWS cart FIRING WARNING; 15 N8 cart FIRING WARNING; 15 P1 cart FIRING CRITICAL
            P-28            | -
            P-29            | -
            S-01            | 2 S1 etcd FIRING WARNING; 4 S1 etcd FIRING CRITICAL
            S-02            | 0.2 S2 etcd FIRING CRITICAL
            S-04            | 0 S3 etcd FIRING WARNING
            S-06            | -5 S4 etcd FIRING WARNING
            circuit-breaker | 6 A6/UNSCHEDULABLE_BURST replay FIRING CRITICAL; 8 A6/UNSCHEDULABLE_BURST replay RESOLVED CRITICAL
            W1              | 1 W1 pods FIRING WARNING; 2 W1 pods FIRING CRITICAL; 5 W1 pods RESOLVED CRITICAL
            W2              | 8 W2 nodes FIRING WARNING
            """)
    void theCaseRaisesTheseAlertsAndNoOther(String file, @Nullable String expected) {
        List<ObjectNode> out = replayed(resource(file));

        List<String> transitions = expected == null
                ? List.of()
                : Arrays.stream(expected.split("; ")).toList();
        assertThat(loud(out)).containsExactlyInAnyOrderElementsOf(transitions);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            A-01          | A1 | /measured/reversals              | 3
            A-01          | A1 | /measured/shortLived             | 2
            A-01          | A1 | /measured/balance                | 1.0
            A-09          | A3 | /measured/turningPoints          | 4
            A-13          | A5 | /measured/valueSeconds           | 270
            M-21          | M6 | /suppressedBy/0                  | '"PARENT_ALERT:replay|M1|Node||n1"'
            M-22          | M3 | /measured/ranked/0/pod           | "shop/d"
            M-22          | M3 | /measured/ranked/1/pod           | "shop/c"
            M-22          | M3 | /measured/ranked/2/pod           | "shop/b"
            M-22          | M3 | /measured/ranked/3/pod           | "shop/a"
            M-25          | M5 | /measured/verified               | 1
            M-25          | M5 | /measured/unverified             | 2
            P-02          | P1 | /cause                           | "NODE_LOSS"
            P-02-nostatus | P1 | /measured/deficit                | 1
            P-03          | P3 | /measured/blockedReplicaCounts   | [1,2,3,4]
            P-05          | P3 | /subtype                         | "SINGLE_REPLICA"
            P-07-nostatus | P2 | /measured/unblockedBy            | "replicas >= 5 or maxUnavailable: 1"
            P-20          | P3 | /suppressedBy/0                  | "USER_OPT_OUT"
            C-03          | C1 | /measured/freeCpuPercent         | 15
            C-03          | C1 | /measured/blockedPdbs            | ["shop/cart"]
            C-07          | C2 | /measured/classification         | "NODE_NAME_SET"
            N-06          | N4 | /measured/lastSeenSeconds        | 97684
            D-01          | D1 | /measured/reasons/FINALIZER      | 1
            A-08          | N6 | /severity                        | "INFO"
            A-24          | A2 | /measured/replacements           | 5
            A-24          | A2 | /cause                           | "Underutilized"
            C-06          | C1 | /subtype                         | "STALE_CORDON"
            C-10          | C2 | /measured/classification         | "TOLERATES"
            I-01          | I1 | /severity                        | "INFO"
            N-07          | N5 | /measured/count                  | 5
            P-08          | P1 | /measured/currentHealthy         | 1
            P-08          | P1 | /measured/desiredHealthy         | 5
            P-08          | P1 | /measured/expectedPods           | 7
            P-08          | P1 | /measured/disruptionsAllowed     | 0
            P-09a         | P1 | /measured/desiredHealthy         | 4
            P-09b         | P1 | /measured/desiredHealthy         | 2
            P-09b         | P1 | /measured/expectedPods           | 3
            P-09c         | P1 | /measured/desiredHealthy         | 2
            P-09c         | P1 | /measured/expectedPods           | 10
            P-25          | P1 | /cause                           | "CRASHLOOP"
            P-29          | P3 | /subtype                         | "MISSING_PDB"
            S-04          | S3 | /cause                           | "DUPLICATE"
            circuit-breaker | A6 | /measured/pods                   | 5
            """)
    void theFirstAlertOfThatCodeSays(String file, String code, String pointer, String value) {
        List<ObjectNode> out = replayed(resource(file));

        JsonNode first = alerts(out).stream()
                .map(line -> line.path("value"))
                .filter(alert -> alert.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow();
        assertThat(first.at(pointer).toString()).isEqualTo(value);
    }

    @Test
    void aWatchLostForLongPausesMaintenanceUntilItIsBack() {
        List<ObjectNode> out = replayed(resource("W1"));

        assertThat(out.stream()
                        .filter(line -> line.path("topic").asText().endsWith(".decisions"))
                        .map(line -> minute(line) + " "
                                + line.path("value").path("action").asText()))
                .containsExactly("2 PAUSE_MAINTENANCE", "7 RESUME_MAINTENANCE");
    }

    @Test
    void m16AFastLeakIsProjectedBeforeItKills() throws IOException {
        List<String> loud = loud(replayed(series(82, 1024, second -> 200 + second / 6.0)));

        assertThat(loud).hasSize(1);
        assertThat(loud.getFirst()).matches("7[2-8](\\.\\d)? M4/EXHAUSTION_PROJECTED web FIRING WARNING");
    }

    @ParameterizedTest
    @CsvSource({"1200", "2400", "600"})
    void m17AWarmUpIsNoExhaustion(int settlesInSeconds) throws IOException {
        Path file = series(240, 640, second -> 200 + 400 * (1 - Math.exp(-(double) second / settlesInSeconds)));

        assertThat(loud(replayed(file))).isEmpty();
    }

    /** Of the vectors: MiB after so many hours, with no alert at any time. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"flat, 360", "sawtooth, 360", "step, 540", "falling, 360", "slow, 720", "start-up, 30", "an-hour, 60"})
    void memoryThatOnlySeemsToGrowRaisesNothing(String shape, int minutes) throws IOException {
        IntToDoubleFunction curve =
                switch (shape) {
                    case "flat", "an-hour" -> _ -> 300;
                    case "sawtooth" -> second -> 300 + 80 * (second % 1200) / 1200.0;
                    case "step" -> second -> second < 10_800 ? 300 : 520;
                    case "falling" -> second -> 600 - second / 180.0;
                    case "slow" -> second -> 300 + second / 7200.0;
                    case "start-up" -> second -> 200 + 400 * (1 - Math.exp(-second / 1200.0));
                    default -> throw new IllegalArgumentException(shape);
                };

        assertThat(alerts(replayed(series(minutes, 1024, curve))))
                .noneMatch(line -> line.path("key").asText().contains("|M4|"));
    }

    @Test
    void m01AndM27ALeakIsToldFromTheFortiethMinuteOfProofAndEndsWithTheRollout() throws IOException {
        Path file = series(300, 1024, second -> 300 + second / 180.0);
        Files.writeString(
                file,
                event(18_000, "DELETED", """
                        {"kind": "Pod", "metadata": {"namespace": "shop", "name": "web-1-a", "labels": {"app": "web"}}}""")
                        + "\n"
                        + event(18_001, "ADDED", """
                        {"kind": "Pod", "metadata": {"namespace": "shop", "name": "web-2-b", "labels": {"app": "web"},
                         "ownerReferences": [{"kind": "ReplicaSet", "name": "web-2", "controller": true}]},
                         "spec": {"nodeName": "n1", "containers": [{"name": "c"}]}}""")
                        + "\n"
                        + "{\"at\": \"%s\", \"type\": \"END\"}\n".formatted(START.plus(Duration.ofMinutes(310))),
                StandardOpenOption.APPEND);

        List<String> told = alerts(replayed(file)).stream()
                .map(line -> line.path("value"))
                .filter(alert -> alert.path("code").asText().equals("M4"))
                .map(alert -> alert.path("state").asText() + " "
                        + alert.path("severity").asText() + " "
                        + alert.path("resolvedReason").asText())
                .toList();

        assertThat(told).containsExactly("FIRING INFO null", "RESOLVED INFO RESTARTED");
    }

    @Test
    void m10AFastLeakIsProjectedAndItsGrowthIsLinkedNotToldTwice() throws IOException {
        List<JsonNode> told = alerts(replayed(series(164, 1024, second -> 512 + second / 12.0))).stream()
                .filter(line -> line.path("key").asText().contains("|M4|"))
                .map(JsonNode.class::cast)
                .toList();

        assertThat(told)
                .extracting(line -> line.at("/value/subtype").asText(""))
                .startsWith("EXHAUSTION_PROJECTED");
        assertThat(told.stream().filter(line -> line.at("/value/subtype").isNull()))
                .isNotEmpty()
                .allMatch(line -> line.at("/value/suppressedBy").toString().contains("EXHAUSTION_PROJECTED"));
    }

    @Test
    void m28WithoutMetricsGrowthIsStaleNotResolved() throws IOException {
        Path file = series(210, 640, second -> second >= 11100 && second < 11700 ? -1 : 300 + second / 180.0);
        Files.writeString(file, withGap(Files.readString(file), 185, 195));

        List<String> loud = loud(replayed(file));

        assertThat(loud).anyMatch(line -> line.endsWith("M4 web FIRING WARNING"));
        assertThat(loud).anyMatch(line -> line.endsWith("M4 web STALE WARNING"));
        assertThat(loud).anyMatch(line -> line.endsWith("W4 usage FIRING WARNING"));
        assertThat(loud).noneMatch(line -> line.contains("M4 web RESOLVED"));
    }

    @Test
    void aHealthyClusterIsQuiet() throws IOException {
        assertThat(loud(replayed(series(120, 1024, second -> 300 + second % 7))))
                .isEmpty();
    }

    @Test
    void anAlertIsExplainedTermByTermAtEachOfItsChanges() {
        List<ObjectNode> out = new ArrayList<>();

        Replay.explain(resource("A-01").toString(), InputStream.nullInputStream(), "replay|A1|NodeGroup||g", out::add);

        assertThat(out).extracting(ReplayCasesIT::minute).containsExactly("24", "39", "54", "69", "84", "99", "107");
        JsonNode first = out.getFirst().path("value");
        assertThat(first.path("terms"))
                .extracting(term -> term.path("name").asText() + " "
                        + term.path("measured").asText() + " "
                        + term.path("comparison").asText() + " "
                        + term.path("against").asText() + " "
                        + term.path("held").asBoolean() + " "
                        + term.path("since").asText())
                .containsExactly(
                        "reversals 3 >= 3 true 2026-01-01T00:24:00Z",
                        "shortLived 2 >= 2 true 2026-01-01T00:24:00Z",
                        "balance 1.0 >= 0.5 true 2026-01-01T00:24:00Z");
        assertThat(first.at("/conditions/0/severity").asText()).isEqualTo("WARNING");
        assertThat(first.at("/conditions/0/fulfilled").asBoolean()).isTrue();
        assertThat(first.path("evidence")).isNotEmpty();
        assertThat(out.getLast().at("/value/fate").toString()).contains("it ended at 2026-01-01T01:47:00Z: CLEARED");
    }

    @Test
    void anAlertThatIsNotRaisedIsSaidSoWithThoseThatAre() {
        assertThatThrownBy(() -> Replay.explain(
                        resource("P-19").toString(), InputStream.nullInputStream(), "replay|P9|X||y", _ -> {}))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("raises no alert replay|P9|X||y; it raises ")
                .hasMessageContaining("replay|P3|PodDisruptionBudget|shop|cart|NEVER_ALLOWS");
    }

    @Test
    void anUnreadableLineIsNamed() throws IOException {
        Path file = directory.resolve("bad.jsonl");
        Files.writeString(file, "{\"at\": \"%s\", \"type\": \"END\"}\n\noops\n".formatted(START));

        assertThatThrownBy(() -> replayed(file))
                .isInstanceOf(Fault.class)
                .hasMessageStartingWith(file + ":3: not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzipped", "byte order mark", "carriage returns", "standard input"})
    void theSameLinesSayTheSameHoweverTheyAreWritten(String how) throws IOException {
        Path plain = resource("P-23");
        String lines = Files.readString(plain);
        Path file = directory.resolve("written.jsonl");
        InputStream standardInput = InputStream.nullInputStream();
        switch (how) {
            case "gzipped" -> {
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                    out.write(lines.getBytes(UTF_8));
                }
            }
            case "byte order mark" -> Files.writeString(file, "\uFEFF" + lines);
            case "carriage returns" -> Files.writeString(file, lines.replace("\n", "\r\n\r\n"));
            default -> {
                standardInput = new ByteArrayInputStream(lines.getBytes(UTF_8));
                file = Path.of("-");
            }
        }

        List<ObjectNode> out = new ArrayList<>();
        Replay.run(file.toString(), standardInput, out::add, _ -> {});

        assertThat(out).isEqualTo(replayed(plain)).isNotEmpty();
    }

    @Test
    void whatIsHardlyMeantIsSaidOnceAtTheEnd() throws IOException {
        Path file = directory.resolve("odd.jsonl");
        Files.write(
                file,
                List.of(
                        event(0, "SNAPSHOT", "{\"kind\": \"Node\", \"metadata\": {\"name\": \"n1\"}}"),
                        event(9, "ADDED", "{\"kind\": \"Widget\", \"metadata\": {\"name\": \"w\"}}"),
                        event(
                                5,
                                "ADDED",
                                "{\"apiVersion\": \"serving.knative.dev/v1\", \"kind\": \"Service\","
                                        + " \"metadata\": {\"name\": \"s\"}}"),
                        event(6, "MODIFIED", "{\"kind\": \"Widget\", \"metadata\": {\"name\": \"w\"}}")));

        List<String> notes = new ArrayList<>();
        Replay.run(file.toString(), InputStream.nullInputStream(), _ -> {}, notes::add);

        assertThat(notes)
                .containsExactly(
                        file + ": passed over objects of kinds that the watcher doesn't read:"
                                + " Service of serving.knative.dev/v1 (1), Widget (2)",
                        file + ": lines are not in the order of their \"at\", durations may be wrong: 2"
                                + " (first: line 3, 2026-01-01T00:00:05Z after 2026-01-01T00:00:09Z); sort them by it");
    }

    @Test
    void alertsOfSeveralClustersAreInTheOrderOfTime() throws IOException {
        Path file = directory.resolve("clusters.jsonl");
        String down = "{\"kind\": \"Node\", \"metadata\": {\"name\": \"n1\"}, \"status\": {\"conditions\": ["
                + "{\"type\": \"Ready\", \"status\": \"%s\"}]}}";
        Files.write(
                file,
                List.of(
                        of("slow", event(0, "SNAPSHOT", down.formatted("True"))),
                        of("fast", event(0, "SNAPSHOT", down.formatted("True"))),
                        of("slow", event(1, "MODIFIED", down.formatted("False"))), // after 2 min
                        of("fast", event(2, "MODIFIED", down.formatted("Unknown"))), // after 1 min
                        "{\"at\": \"%s\", \"type\": \"END\"}".formatted(START.plus(Duration.ofMinutes(20)))));

        List<ObjectNode> out = replayed(file);

        assertThat(out.stream().map(line -> line.path("at").asText())).isSorted();
        assertThat(alerts(out).stream().map(line -> line.at("/value/cluster").asText()))
                .startsWith("fast", "slow");
    }

    /** {@link MemorySeries}, as a file. */
    private Path series(int minutes, int limit, IntToDoubleFunction mebibytes) throws IOException {
        return Files.write(directory.resolve("series.jsonl"), MemorySeries.lines(minutes, limit, mebibytes));
    }

    private static String withGap(String lines, int from, int to) {
        String gap = "{\"at\": \"%s\", \"type\": \"GAP\", \"resource\": \"usage\"}\n"
                .formatted(START.plus(Duration.ofMinutes(from)));
        String restored = gap.replace("GAP", "RESTORED")
                .replace(
                        START.plus(Duration.ofMinutes(from)).toString(),
                        START.plus(Duration.ofMinutes(to)).toString());
        int next =
                lines.indexOf("{\"at\": \"" + START.plus(Duration.ofMinutes(to)).plusSeconds(6));
        return lines.substring(0, next) + gap + restored + lines.substring(next);
    }

    private static String of(String cluster, String event) {
        return event.replaceFirst("\\{", "{\"cluster\": \"" + cluster + "\", ");
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(ReplayCasesIT.class.getResource("/replay/" + name + ".jsonl"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ObjectNode> replayed(Path file) {
        List<ObjectNode> out = new ArrayList<>();
        Replay.run(file.toString(), InputStream.nullInputStream(), out::add, _ -> {});
        return out;
    }

    private static List<ObjectNode> alerts(List<ObjectNode> out) {
        return out.stream()
                .filter(line -> line.path("topic").asText().endsWith(".alerts")
                        && line.path("value").isObject())
                .toList();
    }

    /** Transitions of alerts from WARNING on, without repetitions: minute, code and subtype, name, state, severity. */
    private static List<String> loud(List<ObjectNode> out) {
        List<String> transitions = new ArrayList<>();
        Map<String, String> last = new HashMap<>();
        for (ObjectNode line : alerts(out)) {
            JsonNode alert = line.path("value");
            String standing =
                    alert.path("state").asText() + " " + alert.path("severity").asText();
            boolean news = !standing.equals(last.put(line.path("key").asText(), standing));
            if (news && !standing.endsWith("INFO")) {
                String subtype = alert.path("subtype").isTextual()
                        ? "/" + alert.path("subtype").asText()
                        : "";
                transitions.add(minute(line) + " " + alert.path("code").asText() + subtype + " "
                        + alert.path("subject").path("name").asText() + " " + standing);
            }
        }
        return transitions;
    }

    private static String minute(JsonNode line) {
        double minutes =
                Duration.between(START, Instant.parse(line.path("at").asText())).toSeconds() / 60.0;
        String text = String.format(Locale.ROOT, "%.1f", minutes);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
