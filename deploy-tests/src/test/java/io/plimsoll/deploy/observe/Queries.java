package io.plimsoll.deploy.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every PromQL expression that is shipped, and what it names. */
public final class Queries {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:plimsoll|jvm|process)_[a-z0-9_]+|[a-z_][a-z0-9_]*(?=\\{|\\[))");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern MATCHED = Pattern.compile("\\{([^}]*)\\}");

    /** @param where for people: a rule's name, or a dashboard's and a panel's */
    public record Query(String where, String expression) {

        public Set<String> metrics() {
            Set<String> metrics = new TreeSet<>();
            Matcher names = METRIC.matcher(QUOTED.matcher(expression).replaceAll(""));
            while (names.find()) {
                metrics.add(names.group(1));
            }
            return metrics;
        }

        public Set<String> labels() {
            String bare = QUOTED.matcher(expression).replaceAll("");
            Set<String> labels = new TreeSet<>();
            Matcher grouped = GROUPED.matcher(bare);
            while (grouped.find()) {
                labels.addAll(List.of(grouped.group(1).split(", *")));
            }
            Matcher matched = MATCHED.matcher(bare);
            while (matched.find()) {
                for (String each : matched.group(1).split(", *")) {
                    labels.add(each.replaceAll("[=!~ ].*", ""));
                }
            }
            labels.remove("");
            return labels;
        }

        @Override
        public String toString() {
            return where;
        }
    }

    private Queries() {}

    public static List<Query> all() throws IOException {
        List<Query> all = new ArrayList<>(rules());
        for (Path file : dashboards()) {
            JsonNode board = Manifests.tree(Repository.read(file));
            for (JsonNode panel : board.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    all.add(new Query(
                            board.path("title").asText() + ", "
                                    + panel.path("title").asText(),
                            target.path("expr").asText()));
                }
            }
        }
        return all;
    }

    static List<Query> rules() {
        List<Query> rules = new ArrayList<>();
        for (JsonNode rule : alerts()) {
            rules.add(new Query(rule.path("alert").asText(), rule.path("expr").asText()));
        }
        return rules;
    }

    static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        Manifests.tree(Repository.read(Repository.deploy("prometheus/rules.yaml")))
                .path("groups")
                .forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    static List<Path> dashboards() throws IOException {
        try (var files = Files.list(Repository.deploy("grafana"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
