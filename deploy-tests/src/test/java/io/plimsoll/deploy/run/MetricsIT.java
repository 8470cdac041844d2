package io.plimsoll.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.deploy.observe.Queries;
import io.plimsoll.deploy.observe.Queries.Query;
import io.plimsoll.deploy.render.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What dashboards and rules ask Prometheus for is what the services showed it in a run. */
class MetricsIT {

    /** Of Prometheus' own making at each scrape, and of the PodMonitor's. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("component", "instance", "le");

    /** Shown from the first fault of our own on, which no run should have; and where its name is given. */
    private static final Map<String, String> ONLY_WITH_A_FAULT = Map.of(
            "plimsoll_rule_failures_total",
            "analyzer-service/src/main/java/io/plimsoll/analyzer/service/AnalysisMeters.java");

    static List<Query> queries() throws IOException {
        return Queries.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queries")
    void metricsOfTheQueryAreShown(Query query) {
        Set<String> shown = names();

        assertThat(query.metrics()).isNotEmpty();
        for (String metric : query.metrics()) {
            String source = ONLY_WITH_A_FAULT.get(metric);
            if (source != null) {
                assertThat(Repository.read(Repository.root().resolve(source)))
                        .contains("\"" + metric.replaceFirst("_total$", "") + "\"");
            } else if (!metric.equals("up")) {
                assertThat(shown).contains(metric);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queries")
    void labelsOfTheQueryAreThoseOfItsMetrics(Query query) {
        if (query.metrics().stream().anyMatch(ONLY_WITH_A_FAULT::containsKey)) {
            return;
        }
        Set<String> labels = new TreeSet<>(OF_THE_SCRAPE);
        for (String metrics : LiveRun.observed().metrics().values()) {
            metrics.lines()
                    .filter(line -> query.metrics().contains(line.replaceAll("[{ ].*", "")))
                    .filter(line -> line.contains("{"))
                    .forEach(line -> labels.addAll(labelsOf(line)));
        }

        assertThat(labels).containsAll(query.labels());
    }

    private static List<String> labelsOf(String line) {
        String inside = line.substring(line.indexOf('{') + 1, line.lastIndexOf('}'));
        return java.util.regex.Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"")
                .matcher(inside)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Set<String> names() {
        return LiveRun.observed().metrics().values().stream()
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
