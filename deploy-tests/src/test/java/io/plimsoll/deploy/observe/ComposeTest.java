package io.plimsoll.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Repository;
import io.plimsoll.deploy.render.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The compose file and what Prometheus and Grafana are told in it. (That it runs is {@code ComposeIT}'s, with an engine.) */
class ComposeTest {

    private static final Path FILE = Repository.root().resolve("docker-compose.yml");
    private static final String TEXT = Repository.read(FILE);

    private final JsonNode services = Manifests.tree(TEXT).path("services");

    @Test
    void prometheusAndGrafanaAreThereForThoseWhoAskAndNobodyElseIsOptional() {
        Set<String> optional = new TreeSet<>();
        services.properties().forEach(each -> {
            if (each.getValue().has("profiles")) {
                assertThat(each.getValue().path("profiles"))
                        .extracting(JsonNode::asText)
                        .containsExactly("metrics");
                optional.add(each.getKey());
            }
        });

        assertThat(optional).containsExactly("grafana", "prometheus");
    }

    @Test
    void everyFileThatIsMountedAndEveryImageThatIsBuiltIsThere() {
        List<String> mounted = new ArrayList<>();
        for (JsonNode service : services) {
            service.path("volumes")
                    .forEach(volume -> mounted.add(volume.asText().replaceFirst(":.*", "")));
            if (service.has("build")) {
                mounted.add(service.at("/build/dockerfile").asText());
            }
        }

        assertThat(mounted).hasSizeGreaterThan(6).allSatisfy(source -> assertThat(
                        Repository.root().resolve(source))
                .exists());
    }

    @Test
    void prometheusAsksEachServiceWhereItAnswers() {
        Map<String, String> wanted = new TreeMap<>();
        for (String service : List.of("watcher", "analyzer", "actuator")) {
            String settings = Repository.read(
                    Repository.root().resolve(service + "-service/src/main/resources/application.properties"));
            wanted.put(service, settings.replaceAll("(?s).*quarkus\\.http\\.port=([0-9]+).*", "$1"));
            assertThat(services.has(service)).isTrue();
        }

        JsonNode scraped = deployed("compose/prometheus.yml").at("/scrape_configs/0");

        Map<String, String> asked = new TreeMap<>();
        for (JsonNode each : scraped.path("static_configs")) {
            String[] target = each.at("/targets/0").asText().split(":");
            asked.put(target[0], target[1]);
            assertThat(each.at("/labels/component").asText()).isEqualTo(target[0]);
        }
        assertThat(asked).isEqualTo(wanted);
        assertThat(scraped.path("metrics_path").asText()).isEqualTo("/q/metrics");
    }

    @Test
    void grafanaFindsPrometheusAndTheDashboards() {
        String url = deployed("compose/grafana-datasource.yml")
                .at("/datasources/0/url")
                .asText();
        String folder = deployed("compose/grafana-dashboards.yml")
                .at("/providers/0/options/path")
                .asText();

        assertThat(url).isEqualTo("http://prometheus:9090");
        assertThat(services.at("/prometheus/ports/0").asText()).endsWith(":9090");
        assertThat(services.path("grafana").path("volumes"))
                .extracting(JsonNode::asText)
                .contains("./deploy/grafana:" + folder + ":ro");
    }

    /** In the comment at its head. */
    @Test
    void commandsOfTheHeadNameWhatIsThere() {
        String head = TEXT.substring(0, TEXT.indexOf("version:"));
        String body = TEXT.substring(TEXT.indexOf("version:"));

        assertThat(found("docker-compose logs -f (\\w+)", head))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(services.has(service)).isTrue());
        assertThat(found("--profile (\\w+)", head)).containsOnly("metrics");
        assertThat(found("(PLIMSOLL_\\w+)=", head)).isNotEmpty().allSatisfy(variable -> assertThat(body)
                .contains("${" + variable + ":-"));
        assertThat(found("http://localhost:(\\d+)", head)).isNotEmpty().allSatisfy(port -> assertThat(body)
                .contains("127.0.0.1:" + port + ":"));
    }

    @Test
    void composeItselfTakesTheFileWithAndWithoutTheProfile() throws Exception {
        Tool compose = Tool.orSkip("docker-compose");

        for (List<String> profile : List.of(List.<String>of(), List.of("--profile", "metrics"))) {
            List<String> arguments = new ArrayList<>(List.of("-f", FILE.toString()));
            arguments.addAll(profile);
            arguments.addAll(List.of("config", "-q"));
            Tool.Run run = compose.run(Map.of(), arguments.toArray(String[]::new));

            assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
        }
    }

    @Test
    void prometheusItselfTakesItsConfiguration() throws Exception {
        Tool.Run run = Tool.orSkip("promtool")
                .run(
                        Map.of(),
                        "check",
                        "config",
                        Repository.deploy("compose/prometheus.yml").toString());

        assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    }

    private static JsonNode deployed(String path) {
        return Manifests.tree(Repository.read(Repository.deploy(path)));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
