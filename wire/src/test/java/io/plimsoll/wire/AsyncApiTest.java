package io.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The published AsyncAPI document says what the topics and records are. Run with {@code -Dplimsoll.schemas.write=true} to
 * write it anew.
 */
class AsyncApiTest {

    private static final Path CONTRACTS = Path.of(System.getProperty("plimsoll.root", ".."), "docs/contracts");
    private static final Path PUBLISHED = CONTRACTS.resolve("asyncapi.json");
    /** AsyncAPI's own schema, which {@code ./plimsoll contracts} fetches where npm is at hand. */
    private static final Path OFFICIAL = CONTRACTS.resolve("../../.plimsoll/asyncapi/3.0.0.json");

    @Test
    void publishedDocumentSaysWhatTopicsAndRecordsAre() throws IOException {
        if (Boolean.getBoolean("plimsoll.schemas.write")) {
            Files.writeString(
                    PUBLISHED,
                    Json.mapper()
                                    .writer()
                                    .with(SerializationFeature.INDENT_OUTPUT)
                                    .writeValueAsString(AsyncApi.document())
                            + "\n");
        }

        assertThat(PUBLISHED).exists();
        // Read back, so that numbers are of one kind.
        assertThat(published())
                .isEqualTo(Json.mapper().readTree(AsyncApi.document().toString()));
    }

    @Test
    void everyTopicButTheJournalIsAChannel() throws IOException {
        Set<String> addresses = new HashSet<>();
        published()
                .path("channels")
                .forEach(channel -> addresses.add(channel.path("address").asText()));

        Set<String> expected = new HashSet<>();
        for (Topic topic : Topic.values()) {
            if (topic != Topic.MAINTENANCE_JOURNAL) {
                expected.add(topic.under(Topic.DEFAULT_PREFIX));
            }
        }
        assertThat(addresses).isEqualTo(expected);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        List<String> dangling = new ArrayList<>();
        JsonNode document = published();
        for (JsonNode reference : document.findValues("$ref")) {
            String target = reference.asText();
            boolean there = target.startsWith("#")
                    ? !document.at(target.substring(1)).isMissingNode()
                    : Files.isRegularFile(CONTRACTS.resolve(target));
            if (!there) {
                dangling.add(target);
            }
        }

        assertThat(dangling).isEmpty();
        assertThat(document.findValues("$ref")).hasSizeGreaterThan(30);
    }

    @Test
    void documentIsValidByAsyncApisOwnSchema() throws IOException {
        assumeTrue(Files.isRegularFile(OFFICIAL), "AsyncAPI's schema is not at hand: ./plimsoll contracts fetches it");

        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(Json.mapper().readTree(OFFICIAL.toFile()));

        assertThat(schema.validate(published())).isEmpty();
    }

    private static JsonNode published() throws IOException {
        return Json.mapper().readTree(PUBLISHED.toFile());
    }
}
