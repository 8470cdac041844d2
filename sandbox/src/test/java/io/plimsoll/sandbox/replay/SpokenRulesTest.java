package io.plimsoll.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.model.alert.Alert;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sentences of the rules that the worked cases don't touch, as somebody would try them who knows nothing of the code: plain
 * Kubernetes objects in, records of the alerts' topic out. Of each file the alerts of one code; each is explained, too.
 */
class SpokenRulesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<ObjectNode> out = new ArrayList<>();
    private final List<ObjectNode> explained = new ArrayList<>();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            a1-five-short     | A1  | 25 A1 g FIRING WARNING UNKNOWN; 25 A1 g FIRING CRITICAL UNKNOWN
            a1-hpa-triggered  | A1  | 24 A1 g FIRING WARNING HPA_DRIVEN
            a1-unhealthy      | A1  | -
            a1-jobs           | A1  | 26 A1 g FIRING INFO PERIODIC_DEMAND
            a1-clockwork      | A1  | 60 A1 g FIRING WARNING UNKNOWN; 110 A1 g FIRING INFO PERIODIC_DEMAND
            a1-evictions      | A1  | 24 A1 g FIRING CRITICAL UNKNOWN
            a2-ten            | A2  | 18 A2 p FIRING WARNING Underutilized; 38 A2 p FIRING CRITICAL Underutilized
            a2-expired        | A2  | -
            a2-memory         | A2  | -
            a3-dueling        | A3  | 16 A3 web FIRING WARNING DUELING_WRITERS
            a3-eight          | A3  | 24 A3 web FIRING WARNING; 48 A3 web FIRING CRITICAL
            a3-pods           | A3  | 20 A3 web FIRING CRITICAL
            a5-hpa-pods       | A5  | -10 A5 web FIRING INFO
            a5-hpa-slow       | A5  | -
            a5-linked-a3      | A5  | -10 A5 web FIRING INFO; 16 A5 web FIRING WARNING
            a5-linked-a1      | A5  | -10 A5/scale-down-unneeded-time cluster-autoscaler FIRING INFO; 24 A5/scale-down-unneeded-time cluster-autoscaler FIRING WARNING
            a5-min-max        | A5  | -10 A5/scale-down-delay-after-add cluster-autoscaler FIRING INFO; -10 A5/PINNED:grp cluster-autoscaler FIRING INFO
            a6-backoff        | A6  | 1 A6 g FIRING WARNING QUOTA_EXCEEDED; 5 A6 g RESOLVED WARNING
            a6-capacity       | A6  | 3 A6 p FIRING WARNING InsufficientCapacityError
            a6-wffc           | A6  | 20 A6 web FIRING CRITICAL NO_REACTION
            a6-reaction       | A6  | 15 A6 web FIRING CRITICAL NO_REACTION
            m3-two-replicas   | M3  | 0 M3 web FIRING INFO
            m3-sts            | M3  | 0 M3 db FIRING WARNING
            m3-last           | M3  | 0 M3 web FIRING WARNING
            m6-annotation     | M6  | 0 M6 web FIRING INFO memory
            m6-node           | M6  | 0 M6 w0 FIRING INFO memory; 1 M6 w1 FIRING INFO memory; 2 M6 w2 FIRING INFO memory; 3 M6 w3 FIRING INFO memory; 4 M6 w4 FIRING INFO memory; 4 M6 n1 FIRING WARNING memory
            m7-limits         | M7  | 0 M7 n1 FIRING INFO
            m8                | M8  | 0 M8/c w0 FIRING INFO; 0 M8/c w1 FIRING INFO; 0 M8/c w2 FIRING INFO
            p1-pending        | P1  | 5 P1 web FIRING WARNING PENDING_PODS
            p2-stale          | P2  | 5 P2 web FIRING WARNING STALE_GENERATION
            p2-sync           | P2  | 5 P2 web FIRING WARNING SYNC_FAILED
            p2-429            | P2  | 1 P2 web FIRING CRITICAL NEVER_ALLOWS
            p3-policy-drain   | P3  | 0 P3/NEVER_ALLOWS web FIRING WARNING; 15 P3/UNHEALTHY_POLICY_DEFAULT web FIRING INFO; 20 P3/UNHEALTHY_POLICY_DEFAULT web FIRING WARNING
            p4-taint          | P4  | 0 P4 web FIRING INFO DeletionByTaintManager
            p4-karpenter-event | P4 | 0 P4 web FIRING INFO Disrupted; 10 P4 web RESOLVED INFO
            p4-karpenter-taint | P4 | 1 P4 web FIRING INFO Disrupted; 10 P4 web RESOLVED INFO
            p4-ca-force       | P4  | 1 P4 web FIRING INFO ScaleDown; 10 P4 web RESOLVED INFO
            p4-nostatus       | P4  | 1 P4 web FIRING WARNING Deleted; 10 P4 web RESOLVED WARNING
            c1-zone           | C1  | 1 C1 b FIRING WARNING
            c1-group          | C1  | 1 C1 b FIRING WARNING
            c1-unsched        | C1  | 1 C1 replay FIRING CRITICAL PODS_WAIT_FOR_CORDONED
            c1-excl           | C1  | 1 C1 replay FIRING WARNING
            c2-scheduler      | C2  | 2 C2/n1 web FIRING WARNING CUSTOM_SCHEDULER
            c2-unknown        | C2  | 2 C2/n1 web FIRING WARNING UNKNOWN
            d1-reasons        | D1  | 10 D1 n1 FIRING WARNING
            d1-nocapacity     | D1  | 11.5 D1 n1 FIRING WARNING
            s2-two            | S2  | 1 S2 etcd FIRING WARNING MAJORITY_KEPT
            s6-partition      | S6  | 15 S6 etcd FIRING INFO PARTITION
            s4-publish        | S4  | -9 S4 etcd FIRING INFO PUBLISHES_NOT_READY
            i1-mem            | I1  | 30 I1/MEMORY g FIRING INFO; 32 I1/MEMORY g FIRING WARNING
            i2-mindomains     | I2  | 10 I2 web FIRING WARNING DO_NOT_SCHEDULE
            i2-tainted-ignore | I2  | 10 I2 web FIRING WARNING DO_NOT_SCHEDULE
            i2-tainted-honor  | I2  | -
            i2-zone-joins     | I2  | 11 I2 web FIRING WARNING DO_NOT_SCHEDULE
            i3-cpu            | I3  | 50 I3/CPU_BOUND replay FIRING INFO
            n8-init           | N8  | 15 N8 web FIRING WARNING
            n7-well           | N7  | 0 N7/FrequentKubeletRestart n1 FIRING WARNING
            """)
    void theRuleSays(String file, String code, @Nullable String expected) throws IOException {
        replay(file);

        List<String> transitions = expected == null ? List.of() : Arrays.asList(expected.split("; "));
        assertThat(told(code)).containsExactlyElementsOf(transitions);
        assertThat(explained).hasSameSizeAs(alerts()).allSatisfy(line -> {
            assertThat(line.at("/value/evidence")).as(line.toString()).isNotEmpty();
            assertThat(line.at("/value/fate")).isNotEmpty();
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a1-evictions     | evictedByWorkload | {"Deployment/shop/web":20}
            a1-hpa-triggered | triggeredBy       | ["Deployment/shop/web"]
            """)
    void thrashNamesWhomItConcerns(String file, String measured, String expected) throws IOException {
        replay(file);

        assertThat(alerts())
                .filteredOn(line -> line.at("/value/code").asText().equals("A1"))
                .last()
                .satisfies(line ->
                        assertThat(line.at("/value/measured/" + measured)).hasToString(expected));
    }

    private void replay(String file) throws IOException {
        try (var analysis = new OfflineAnalysis(out::add, new ExplainingAll())) {
            WatchReplay replay = new WatchReplay(analysis::accept);
            for (String line : Files.readAllLines(resource(file))) {
                replay.accept(LineReader.read(line));
            }
            replay.finish();
        }
    }

    /** Asks of each alert, as it is told, what {@code --explain} would. */
    private final class ExplainingAll implements Observer {

        @Override
        public void alertStands(Alert alert, Life life) {
            new Explainer(alert.fingerprint(), explained::add).alertStands(alert, life);
        }
    }

    private List<JsonNode> alerts() {
        return out.stream()
                .filter(line -> line.path("topic").asText().endsWith(".alerts")
                        && line.path("value").isObject())
                .map(JsonNode.class::cast)
                .toList();
    }

    /** Transitions of the code: minute, code and subtype, name, state, severity, and where it fires its cause. */
    private List<String> told(String code) {
        List<String> transitions = new ArrayList<>();
        Map<String, String> last = new HashMap<>();
        for (JsonNode line : alerts()) {
            JsonNode alert = line.path("value");
            String standing =
                    alert.path("state").asText() + " " + alert.path("severity").asText();
            boolean news = !standing.equals(last.put(line.path("key").asText(), standing));
            if (news && alert.path("code").asText().equals(code)) {
                transitions.add(minute(line) + " " + code
                        + (alert.path("subtype").isNull()
                                ? ""
                                : "/" + alert.path("subtype").asText()) + " "
                        + alert.at("/subject/name").asText() + " " + standing
                        + (alert.path("cause").isNull() || !standing.startsWith("FIRING")
                                ? ""
                                : " " + alert.path("cause").asText()));
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

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(SpokenRulesTest.class.getResource("/replay/rules/" + name + ".jsonl"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
