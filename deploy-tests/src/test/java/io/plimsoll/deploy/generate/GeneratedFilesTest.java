package io.plimsoll.deploy.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Repository;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFilesTest {

    @BeforeAll
    static void writeWhereAsked() throws IOException {
        if (Boolean.getBoolean("plimsoll.deploy.write")) {
            for (var each : Generated.files().entrySet()) {
                Path file = Repository.deploy(each.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, each.getValue());
            }
        }
    }

    static Set<String> files() {
        return Generated.files().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void generatedFileIsUpToDate(String name) {
        String wanted = Generated.files().get(name);

        assertThat(Repository.deploy(name))
                .as("stale? write it anew with mvn -pl deploy-tests test -Dplimsoll.deploy.write=true")
                .hasContent(wanted);
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void everyTopicIsThereWithTheVerySettingsTheServicesAskFor(Topic topic) {
        Manifests topics = Manifests.parse(Repository.read(Repository.deploy("strimzi/topics.yaml")));

        JsonNode config =
                topics.get("KafkaTopic kafka/" + topic.under("plimsoll")).at("/spec/config");

        assertThat(config).hasSize(topic.settings().size());
        topic.settings()
                .forEach((key, value) -> assertThat(config.path(key).asText()).isEqualTo(value));
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void everyPartyIsAUserWithAnAclForEachOfItsRights(Party party) {
        Manifests users = Manifests.parse(Repository.read(Repository.deploy("strimzi/users.yaml")));

        JsonNode acls = users.get("KafkaUser kafka/" + party.user("plimsoll")).at("/spec/authorization/acls");

        int operations = 0;
        for (JsonNode acl : acls) {
            operations += acl.path("operations").size();
        }
        assertThat(acls).hasSize(party.rights("plimsoll").size());
        assertThat(operations).isEqualTo(party.bindings("plimsoll").size());
    }

    @Test
    void valueWithoutACommentIsNamed() {
        assertThatThrownBy(() -> ChartReadme.rows("# what it is\na: 1\n\nb: 2\n"))
                .hasMessageStartingWith("b has no comment");
    }

    @Test
    void readmeTellsEveryTopLevelValueOfTheChart() {
        String values = Repository.read(Repository.deploy("helm/plimsoll/values.yaml"));

        var told = ChartReadme.rows(values).stream()
                .map(row -> row.key().split("\\.")[0])
                .distinct()
                .toList();

        assertThat(told)
                .containsExactlyElementsOf(Manifests.tree(values).properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .toList());
    }
}
