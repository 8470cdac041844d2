package io.plimsoll.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published examples, as a reader would run them; one whose client isn't at hand is skipped and says so. */
class ExamplesIT {

    private static final Path ROOT = Path.of(System.getProperty("plimsoll.root"));
    private static final Path EXAMPLES = ROOT.resolve("examples");
    private static final int LONGEST = 40;
    private static final String FINGERPRINT = "eu1|C1|Cluster||eu1";
    private static final String ALERT = """
            {"id": "a-1", "fingerprint": "eu1|C1|Cluster||eu1", "code": "C1", "name": "MASS_CORDON", "subtype": null,
             "state": "FIRING", "severity": "CRITICAL", "previousSeverity": null, "confidence": "HIGH", "cluster": "eu1",
             "subject": {"kind": "Cluster", "namespace": "", "name": "eu1", "uid": null},
             "startedAt": "2026-01-01T00:00:00Z", "firedAt": "2026-01-01T00:00:05Z", "updatedAt": "2026-01-01T00:00:05Z",
             "resolvedAt": null, "resolvedReason": null, "summary": "381 of 1523 nodes are cordoned", "cause": null,
             "labels": {}, "measured": {"cordoned": 381}, "thresholds": {"percent": 20}, "evidence": [],
             "suggestedAction": "PAUSE_MAINTENANCE", "suppressedBy": [], "flapCount": 0, "reopened": false,
             "runbook": "docs/findings/C1.md"}""";

    /** A language, its client, and how its examples are run. */
    enum Language {
        JAVA("Alerts.java", "Drain.java"),
        PYTHON("alerts.py", "drain.py"),
        NODE("alerts.js", "drain.js"),
        KCAT("alerts.sh", "drain.sh");

        private final String consumer;
        private final String publisher;

        Language(String consumer, String publisher) {
            this.consumer = consumer;
            this.publisher = publisher;
        }

        private Path directory() {
            return EXAMPLES.resolve(name().toLowerCase(java.util.Locale.ROOT));
        }

        private List<String> command(String file) {
            List<String> command = new ArrayList<>(interpreter());
            command.add(directory().resolve(file).toString());
            return command;
        }

        private List<String> interpreter() {
            return switch (this) {
                case JAVA ->
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            clientJars());
                case PYTHON -> List.of(python());
                case NODE -> {
                    assumeTrue(
                            Files.isDirectory(directory().resolve("node_modules/kafkajs")),
                            "kafkajs is not installed: npm install in examples/node");
                    yield List.of("node");
                }
                case KCAT -> {
                    assumeTrue(runs("kcat", "-V"), "kcat is not installed");
                    yield List.of("sh");
                }
            };
        }

        /** Those of this test's that a client of Kafka needs. */
        private static String clientJars() {
            return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry ->
                            entry.matches(".*(kafka-clients|slf4j-api|lz4-java|snappy-java|zstd-jni)[^/]*\\.jar"))
                    .reduce((left, right) -> left + File.pathSeparator + right)
                    .orElseThrow();
        }

        private static String python() {
            for (String python : List.of("python3", "/usr/bin/python3")) {
                if (runs(python, "-c", "import kafka")) {
                    return python;
                }
            }
            assumeTrue(false, "kafka-python is not installed");
            return "";
        }
    }

    @TempDir
    static Path scratch;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        broker.createTopics(2);
        CloudEvents.Context context = new CloudEvents.Context(
                "a-1-1", "/plimsoll/analyzer/eu1", Alert.TYPE, Instant.parse("2026-01-01T00:00:05Z"), FINGERPRINT);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "compression.type", "lz4"),
                new StringSerializer(),
                new StringSerializer())) {
            String topic = Topic.ALERTS.under(Topic.DEFAULT_PREFIX);
            producer.send(new ProducerRecord<>(topic, null, FINGERPRINT, ALERT, CloudEvents.headers(context)));
            producer.send(new ProducerRecord<>(topic, "eu1|N1|Node||gone", null));
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void theConsumerPrintsTheAlertAndSurvivesATombstone(Language language) throws Exception {
        Path said = scratch.resolve(language + "-consumer.txt");
        Process consumer = start(language.command(language.consumer), said, broker.bootstrapServers());

        try {
            await(consumer, said, FINGERPRINT, "CRITICAL", "381 of 1523");
            await(consumer, said, "eu1|N1|Node||gone");
        } finally {
            consumer.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thePublishersRequestIsAsTheContractSays(Language language) throws Exception {
        Path said = scratch.resolve(language + "-publisher.txt");
        String id = "patch-by-" + language;
        Process publisher =
                start(language.command(language.publisher), said, broker.bootstrapServers(), "eu1", "n7", id);

        assertThat(publisher.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(publisher.exitValue()).as(Files.readString(said)).isZero();
        PublishedContract contract = new PublishedContract();
        assertThat(PublishedContract.everything(broker.bootstrapServers(), Topic.DEFAULT_PREFIX))
                .allSatisfy(record -> assertThat(contract.faults(record)).isEmpty())
                .anySatisfy(record -> {
                    assertThat(record.topic()).isEqualTo(Topic.MAINTENANCE_REQUESTS.under(Topic.DEFAULT_PREFIX));
                    assertThat(CloudEvents.text(record.headers(), "ce_id")).isEqualTo(id);
                    assertThat(new String(record.value(), UTF_8)).contains(id, "n7");
                });
    }

    @Test
    void noneIsLongerThanFortyLines() throws IOException {
        for (Language language : Language.values()) {
            for (String file : List.of(language.consumer, language.publisher)) {
                assertThat(Files.readAllLines(language.directory().resolve(file)))
                        .as(file)
                        .hasSizeLessThan(LONGEST);
            }
        }
    }

    private static Process start(List<String> command, Path said, String... arguments) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    private static void await(Process process, Path said, String... wanted) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!Stream.of(wanted).allMatch(read(said)::contains)) {
            assertThat(process.isAlive())
                    .as("still running; said: %s", read(said))
                    .isTrue();
            assertThat(System.nanoTime())
                    .as("waited for %s; said: %s", List.of(wanted), read(said))
                    .isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
