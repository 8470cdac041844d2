package io.plimsoll.wire.read;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.RecordTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mapper is the measure: whatever it says of a value, the reader says too. */
class FactReaderTest {

    private static final String USAGE = """
            {"cluster":"eu1","kind":"PodMetrics","namespace":"shop","name":"cart-0","resourceVersion":"12",
             "observedAt":"2030-01-01T00:00:05.120Z","origin":"SNAPSHOT","epoch":3,"truncated":true,
             "problems":["spec: too long"],
             "body":{"type":"PodUsage","timestamp":"2030-01-01T00:00:00Z","window":"PT30S",
               "containers":[{"name":"web","cpuMillis":50,"memoryBytes":104857600},{"name":"side"}]}}""";
    private static final String NODE_USAGE = """
            {"cluster":"eu1","kind":"NodeMetrics","name":"n1","observedAt":"2030-01-01T00:00:05.123456789Z",
             "origin":"WATCH","body":{"type":"NodeUsage","timestamp":"2030-01-01T00:00:00Z","window":"PT1M0.5S",
               "cpuMillis":2000,"memoryBytes":6442450944}}""";
    private static final String EVENT = """
            {"cluster":"eu1","kind":"Event","namespace":"shop","name":"cart-0.17","uid":"e-1","resourceVersion":"13",
             "observedAt":"2030-01-01T00:00:05Z","origin":"WATCH","epoch":3,
             "body":{"type":"Event","eventType":"Warning","reason":"Unhealthy","message":"probe \\"ready\\" failed: \\u00e4",
               "involved":{"kind":"Pod","namespace":"shop","name":"cart-0","uid":"p-1"},"uidMatch":false,"count":7,
               "delta":2,"firstAt":"2029-12-31T23:59:59Z","lastAt":"2030-01-01T00:00:04Z","component":"kubelet",
               "host":"n1","aggregated":true}}""";
    private static final String POD = """
            {"cluster":"eu1","kind":"Pod","namespace":"shop","name":"cart-0","uid":"p-1","resourceVersion":"14",
             "observedAt":"2030-01-01T00:00:05Z","origin":"RELIST_DIFF","epoch":3,
             "body":{"type":"Pod","labels":{"app":"cart","tier":""},"annotations":{"plimsoll.io/ignore":"M1"},
               "controller":{"kind":"ReplicaSet","name":"cart-7d","uid":"r-1"},
               "workload":{"kind":"Deployment","name":"cart"},"nodeName":"n1","phase":"Failed","reason":"Evicted",
               "message":"low on memory","conditions":[{"type":"Ready","status":"False","reason":"PodFailed",
               "message":"gone","lastTransitionTime":"2030-01-01T00:00:00Z"}],"createdAt":"2029-12-31T00:00:00Z",
               "startedAt":"2029-12-31T00:00:01Z","deletionTimestamp":"2030-01-01T00:00:30Z",
               "deletionGraceSeconds":30,"terminationGraceSeconds":0,"qosClass":"Burstable","priority":-5,
               "priorityClass":"low","schedulerName":"default-scheduler","nodeSelector":{"disk":"ssd"},
               "affinity":{"nodeTerms":[{"labels":[{"key":"zone","operator":"In","values":["a"]}]}]},
               "tolerations":[{"key":"k","operator":"Exists","seconds":300}],
               "topologySpread":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}],
               "schedulingGates":["wait"],"containers":[{"name":"web","type":"SIDECAR",
               "requests":{"cpuMillis":100,"memoryBytes":1,"ephemeralStorageBytes":2,"pods":3,"other":{"gpu":1}},
               "limits":{"memoryBytes":2},"ready":true,"restarts":2,"containerId":"c://1","state":"Running",
               "reason":"x","startedAt":"2030-01-01T00:00:00Z","termination":{"reason":"OOMKilled","exitCode":137,
               "startedAt":"2030-01-01T00:00:00Z","finishedAt":"2030-01-01T00:00:01Z","containerId":"c://0"},
               "lastTermination":{"exitCode":1}}],"overhead":{"cpuMillis":1},"volumes":[{"name":"d","type":"claim",
               "claim":"c"}],"hostname":"h","subdomain":"s","finalizers":["f"],"mirror":true}}""";
    private static final String WORKLOAD = """
            {"cluster":"eu1","kind":"StatefulSet","namespace":"shop","name":"db","uid":"w-1","resourceVersion":"15",
             "observedAt":"2030-01-01T00:00:05Z","origin":"SNAPSHOT","epoch":3,
             "body":{"type":"Workload","labels":{"app":"db"},"annotations":{"plimsoll.io/ignore":"S1"},
               "owner":{"kind":"Db","name":"db","uid":"o-1"},"replicas":0,"statusReplicas":3,"readyReplicas":2,
               "availableReplicas":1,"updatedReplicas":3,"generation":5,"observedGeneration":4,
               "selector":{"matchLabels":{"app":"db"},"matchExpressions":[{"key":"tier","operator":"Exists"}]},
               "template":{"hash":"7d","labels":{"app":"db"},"images":["registry/db"],"nodeName":"n1",
               "nodeSelector":{"disk":"ssd"},"tolerations":[{"key":"k","operator":"Exists"}],
               "topologySpread":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway"}],
               "requests":{"cpuMillis":100,"memoryBytes":1},"terminationGraceSeconds":0,"hasPreStopHook":true,
               "hasReadinessProbe":true},"replicasChangedBy":{"manager":"hpa","at":"2030-01-01T00:00:01Z"},
               "strategy":"RollingUpdate","progressDeadlineSeconds":600,"paused":true,"currentRevision":"db-1",
               "updateRevision":"db-2","podManagementPolicy":"Parallel","serviceName":"db",
               "claimTemplates":["data"],"conditions":[{"type":"Available","status":"True"}],
               "createdAt":"2029-12-31T00:00:00Z","deletionTimestamp":"2030-01-01T00:00:03Z","partition":1}}""";
    private static final String DELETED = """
            {"cluster":"eu1","kind":"Pod","namespace":"shop","name":"cart-0","uid":"p-1",
             "observedAt":"2030-01-01T00:00:05Z","origin":"WATCH","body":{"type":"Deleted",
             "deletedAt":"2030-01-01T00:00:04Z"}}""";
    private static final String NODE = """
            {"cluster":"eu1","kind":"Node","name":"n1","observedAt":"2030-01-01T00:00:05Z","origin":"WATCH",
             "body":{"type":"Node","labels":{"a":"b"},"unschedulable":true}}""";

    private final FactReader reader = new FactReader();

    static List<String> facts() {
        return List.of(USAGE, NODE_USAGE, EVENT, POD, WORKLOAD, DELETED, NODE);
    }

    @ParameterizedTest
    @MethodSource("facts")
    void everyFactIsReadAsTheMapperReadsIt(String json) {
        Decoded<Fact> read = read(json);

        assertThat(read).isInstanceOf(Decoded.Good.class).isEqualTo(mapped(json));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void whateverIsDoneToAFactTheMapperAgrees(String json) throws IOException {
        for (int seed = 0; seed < 1_500; seed++) {
            String twisted = twisted(json, new Random(seed));

            assertThat(read(twisted)).as("seed %d: %s", seed, twisted).isEqualTo(mapped(twisted));
        }
    }

    @ParameterizedTest
    @MethodSource("facts")
    void whateverIsCutOffIsRefusedAsTheMapperRefusesIt(String json) {
        for (int length = 1; length < json.length(); length++) {
            String cut = json.substring(0, length);

            assertThat(read(cut)).as("cut at %d", length).isEqualTo(mapped(cut));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-02-30T00:00:00Z",
                "2030-02-28T24:00:00Z",
                "2030-02-28T23:59:60Z",
                "2030-02-28T23:59:59.Z",
                "2030-02-28T23:59:59+01:00",
                "2030-02-28t23:59:59z",
                "2O30-02-28T23:59:59Z",
                "-002-02-28T23:59:59Z",
                "2030-2-028T23:59:59Z",
                "2030-02-28T23:59:59.1234567891Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "1969-12-31T23:59:59.5Z",
                ""
            })
    void instantsThatLookOddAreReadAsTheMapperReadsThem(String instant) {
        String json = USAGE.replace("2030-01-01T00:00:00Z", instant);

        assertThat(read(json)).isEqualTo(mapped(json));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void otherEncodingsAreReadAsTheMapperReadsThem(String json) {
        for (byte[] encoded :
                List.of(("\uFEFF" + json).getBytes(UTF_8), json.getBytes(UTF_16BE), json.getBytes(UTF_16LE))) {
            assertThat(reader.read(encoded, null)).isEqualTo(Decoded.of(encoded, null, RecordTypes.FACT, Fact.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cärt", "cart\\u0041", "cart\\n", "c\u0001", "日本", "😀"})
    void textsThatAreNotPlainAreReadAsTheMapperReadsThem(String text) {
        String json = POD.replace("cart-0", text);

        assertThat(read(json)).isEqualTo(mapped(json));
    }

    @Test
    void whatComesAgainIsTheSameObject() {
        Fact first = good(read(USAGE));
        Fact second = good(read(USAGE));

        assertThat(second.namespace()).isSameAs(first.namespace());
        assertThat(second.observedAt()).isSameAs(first.observedAt());
    }

    @Test
    void aFactOfAnotherVersionIsRefusedWithoutBeingLookedAt() {
        Decoded<Fact> read = reader.read(USAGE.getBytes(UTF_8), "io.plimsoll.fact.v2");

        assertThat(read).isInstanceOfSatisfying(Decoded.Bad.class, bad -> assertThat(bad.code())
                .isEqualTo("NEWER_MAJOR"));
    }

    @Test
    void nothingAndTooMuchAreToldApart() {
        assertThat(reader.read(null, null)).isInstanceOf(Decoded.Tombstone.class);
        assertThat(reader.read(new byte[0], null)).isEqualTo(mapped(""));
        assertThat(reader.read(new byte[Decoded.LARGEST + 1], null))
                .isInstanceOfSatisfying(
                        Decoded.Bad.class, bad -> assertThat(bad.code()).isEqualTo("TOO_LARGE"));
    }

    private Decoded<Fact> read(String json) {
        return reader.read(json.getBytes(UTF_8), null);
    }

    private static Decoded<Fact> mapped(String json) {
        return Decoded.of(json.getBytes(UTF_8), null, RecordTypes.FACT, Fact.class);
    }

    private static Fact good(Decoded<Fact> decoded) {
        return ((Decoded.Good<Fact>) decoded).value();
    }

    /** With one to three parts left out, replaced or moved. */
    private static String twisted(String json, Random random) throws IOException {
        JsonNode root = Json.mapper().readTree(json);
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<JsonNode> nodes = new ArrayList<>();
            collect(root, nodes);
            twist(nodes.get(random.nextInt(nodes.size())), random);
        }
        return Json.mapper().writeValueAsString(root);
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode() && !node.isEmpty()) {
            into.add(node);
        }
        node.forEach(child -> collect(child, into));
    }

    private static void twist(JsonNode node, Random random) {
        if (node instanceof ArrayNode array) {
            array.set(random.nextInt(array.size()), odd(random));
        } else if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, odd(random));
                case 2 -> object.set("unheardOf", odd(random));
                default -> object.set(name, object.remove(name));
            }
        }
    }

    private static JsonNode odd(Random random) {
        List<String> all = Arrays.asList(
                "null",
                "7",
                "-1",
                "99999999999",
                "1e3",
                "\"7\"",
                "\"\"",
                "\"true\"",
                "true",
                "{}",
                "[]",
                "[1]",
                "[null]",
                "{\"type\":\"Pod\"}",
                "\"WATCH\"",
                "\"2030-01-01T00:00:00Z\"",
                "\"PT5S\"",
                "1.5");
        try {
            return Json.mapper().readTree(all.get(random.nextInt(all.size())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
