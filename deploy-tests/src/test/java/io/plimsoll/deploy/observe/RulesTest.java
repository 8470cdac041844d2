package io.plimsoll.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.deploy.render.Repository;
import io.plimsoll.deploy.render.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

    static List<JsonNode> alerts() {
        return Queries.alerts();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("alerts")
    void runbookOfARuleIsThere(JsonNode alert) {
        String[] runbook = alert.at("/annotations/runbook").asText().split("#");

        Path page = Repository.root().resolve(runbook[0]);
        assertThat(page).as(alert.path("alert").asText()).isRegularFile();
        if (runbook.length > 1) {
            assertThat(Repository.read(page)
                            .lines()
                            .filter(line -> line.startsWith("#"))
                            .map(RulesTest::anchor))
                    .as("headings of " + runbook[0])
                    .contains(runbook[1]);
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("alerts")
    void ruleSaysHowGraveItIsAndHasACaseWithData(JsonNode alert) {
        String tests = Repository.read(Repository.deploy("prometheus/rules.test.yaml"));

        assertThat(alert.at("/labels/severity").asText()).isIn("info", "warning", "critical");
        assertThat(tests).contains("alertname: " + alert.path("alert").asText() + "\n");
    }

    /** With Prometheus' own tool, where it is: the package prometheus of Debian brings it. */
    @Test
    void rulesHoldAgainstTheirData() throws Exception {
        Tool promtool = Tool.orSkip("promtool");

        Tool.Run run = promtool.run(
                Map.of(),
                "test",
                "rules",
                Repository.deploy("prometheus/rules.test.yaml").toString());

        assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    }

    /** As a heading becomes a link on a forge: lower case, blanks to hyphens, signs dropped. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ *", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }
}
