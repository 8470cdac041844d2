package io.plimsoll.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.stream.Observer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people and controllers do to a healthy cluster every day, as plain Kubernetes objects: nothing of severity WARNING or
 * more that isn't suppressed, and nothing decided. Each file of {@code replay/quiet} is such an operation.
 */
class QuietOperationsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void nothingIsLoudAbout(String operation) throws IOException {
        List<ObjectNode> out = new ArrayList<>();

        try (var analysis = new OfflineAnalysis(out::add, Observer.NONE)) {
            WatchReplay replay = new WatchReplay(analysis::accept);
            for (String line : Files.readAllLines(directory().resolve(operation + ".jsonl"))) {
                replay.accept(LineReader.read(line));
            }
            replay.finish();
        }

        assertThat(out).filteredOn(QuietOperationsTest::loud).isEmpty();
    }

    private static boolean loud(JsonNode line) {
        JsonNode value = line.path("value");
        boolean heard = !value.path("severity").asText("INFO").equals("INFO")
                && value.path("suppressedBy").isEmpty();
        return heard || !line.path("topic").asText().contains("alerts");
    }

    static Stream<String> operations() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString().replace(".jsonl", "")).sorted().toList().stream();
        }
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(QuietOperationsTest.class.getResource("/replay/quiet"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
