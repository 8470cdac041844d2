package io.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Within a major version a change only adds to what was released. A release puts its schemas beside, as the next
 * baseline: {@code cp docs/contracts/schemas/*.json docs/contracts/released/}.
 */
class ReleasedSchemasTest {

    private static final Path CONTRACTS = Path.of(System.getProperty("plimsoll.root", ".."), "docs/contracts");

    static Stream<String> released() throws IOException {
        try (Stream<Path> files = Files.list(CONTRACTS.resolve("released"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void aReleasedSchemaWasOnlyAddedTo(String name) throws IOException {
        Path now = CONTRACTS.resolve("schemas").resolve(name);
        assertThat(now).exists();

        JsonNode before = Json.mapper()
                .readTree(CONTRACTS.resolve("released").resolve(name).toFile());
        List<String> broken = SchemaDiff.beyondAdding(
                before, Json.mapper().readTree(now.toFile()), name.startsWith(MaintenanceRequest.TYPE));

        assertThat(broken)
                .as("changes of " + name + " that need a new major version")
                .isEmpty();
    }
}
