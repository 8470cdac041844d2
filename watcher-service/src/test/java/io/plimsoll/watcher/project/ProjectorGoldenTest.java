package io.plimsoll.watcher.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Objects in, facts out, as files beside each other.
 *
 * <p>{@code -Dgolden.write=true} writes the facts anew; read the difference before it is committed.
 */
class ProjectorGoldenTest {

    static List<String> cases() {
        return Golden.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void objectGivesItsFacts(String name) throws IOException {
        List<Fact> facts = new Projector().project(KubernetesObject.of(Golden.object(name)), Golden.CONTEXT);

        JsonNode actual = Json.mapper().valueToTree(facts);
        if (Boolean.getBoolean("golden.write")) {
            String text = Json.mapper()
                    .copy()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(actual);
            Files.writeString(Golden.factFile(name), text + "\n");
        }
        // Written and read again, so that whole numbers compare whatever their width.
        assertThat(Json.mapper().readTree(actual.toString())).isEqualTo(Golden.read(Golden.factFile(name)));
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(Golden.cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void nothingSecretAndNothingBulkyIsKept() {
        for (String name : Golden.cases()) {
            String facts = Golden.read(Golden.factFile(name)).toString();

            assertThat(facts)
                    .as(name)
                    .doesNotContain("DB_PASSWORD")
                    .doesNotContain("last-applied")
                    .doesNotContain("managedFields")
                    .doesNotContain("sizeBytes")
                    .doesNotContain("lastHeartbeatTime")
                    .hasSizeLessThan(6_000);
        }
    }
}
