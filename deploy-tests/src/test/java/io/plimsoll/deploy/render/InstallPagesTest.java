package io.plimsoll.deploy.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that people are told to type, taken from the pages: what they name is there, and Helm takes their values. */
class InstallPagesTest {

    private static final Map<String, String> PLACEHOLDERS = Map.of("HOST:PORT", "kafka.example:9092");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/operations.md", "deploy/helm/plimsoll/README.md"})
    void helmTakesEveryValueThatAPageSets(String page) {
        assertThat(found("--set ([\\w.]+=[^\\s`)]+)", text(page))).isNotEmpty().allSatisfy(setting -> {
            String[] parts = setting.split("=", 2);
            String value = PLACEHOLDERS.getOrDefault(parts[1], parts[1]);
            assertThat(Chart.template(yaml(parts[0], value.replaceAll("^\\{(.*)}$", "[$1]"))))
                    .as(setting)
                    .contains("kind: Deployment");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/operations.md"})
    void everyDirectoryAndFileOfACommandIsThere(String page) {
        String text = text(page);

        List<String> applied = found("apply -k ([\\w/.-]+)", text);
        assertThat(applied).isNotEmpty().allSatisfy(directory -> assertThat(
                        Repository.root().resolve(directory).resolve("kustomization.yaml"))
                .isRegularFile());
        assertThat(found("\\b(deploy/[\\w/.-]+)", text).stream().map(each -> each.replaceAll("[.]$", "")))
                .allSatisfy(path -> assertThat(Repository.root().resolve(path)).exists());
    }

    @Test
    void imagesAreBuiltUnderTheNamesThatAreInstalled() throws Exception {
        List<String> built = found("docker build .* -t (REGISTRY/\\S+)", text("README.md"));

        Manifests installed = Chart.render("image: {registry: REGISTRY}");

        assertThat(built).singleElement().satisfies(name -> assertThat(Stream.of("watcher", "analyzer", "actuator"))
                .allSatisfy(service -> assertThat(installed
                                .get("Deployment plimsoll/plimsoll-" + service)
                                .at("/spec/template/spec/containers/0/image")
                                .asText())
                        .isEqualTo(name.replace("$service", service))));
        assertThat(found("-f (\\S+Dockerfile\\S*)", text("README.md")))
                .singleElement()
                .satisfies(file -> assertThat(Stream.of("watcher", "analyzer", "actuator"))
                        .allSatisfy(service -> assertThat(
                                        Path.of(Repository.root().toString(), file.replace("$service", service)))
                                .isRegularFile()));
    }

    private static String text(String page) {
        return Repository.read(Repository.root().resolve(page));
    }

    private static String yaml(String key, String value) {
        String[] names = key.split("\\.");
        Map<String, Object> tree = new TreeMap<>();
        tree.put(names[names.length - 1], Manifests.tree(value));
        for (int i = names.length - 2; i >= 0; i--) {
            tree = new TreeMap<>(Map.of(names[i], tree));
        }
        return Manifests.text(new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(tree));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
