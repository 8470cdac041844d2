package io.plimsoll.deploy.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chart's README: a table of its values, each with the comment above it in {@code values.yaml}. */
final class ChartReadme {

    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z][A-Za-z0-9]*):(?: (.*))?$");

    /** One value. */
    record Row(String key, String value, String comment) {}

    private ChartReadme() {}

    static String of(String values) {
        StringBuilder text = new StringBuilder("""
            # Plimsoll's Helm chart

            <!-- Made from values.yaml: mvn -pl deploy-tests test -Dplimsoll.deploy.write=true -->

            Watcher, analyzer and actuator in one Kubernetes cluster, one release a cluster, next to a Kafka that is
            already there. It needs Kubernetes 1.30 or later (admission policies), a Kafka (tested with 4.1), and the images
            that each service's `src/main/docker` builds.

            ```
            helm install plimsoll deploy/helm/plimsoll --namespace plimsoll --create-namespace \\
              --set kafka.bootstrapServers=kafka.kafka.svc:9092
            ./plimsoll topics --create --bootstrap-servers …   # or --set strimzi.enabled=true
            helm test plimsoll --namespace plimsoll
            ```

            The actuator acts on nothing until `mode=enforce`. `docs/operations.md` tells about sizes, upgrades and
            several clusters; a value that can't be is refused by name (`values.schema.json`).

            | value | default | what it does |
            | --- | --- | --- |
            """);
        for (Row row : rows(values)) {
            text.append("| `%s` | `%s` | %s |\n".formatted(row.key(), row.value(), row.comment()));
        }
        return text.toString();
    }

    /**
     * Every key with a comment right above it.
     *
     * @throws IllegalArgumentException where a leaf has none
     */
    static List<Row> rows(String values) {
        List<Row> rows = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        List<String> lines = values.lines().toList();
        StringBuilder comment = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.strip().startsWith("# ")) {
                comment.append(comment.isEmpty() ? "" : " ").append(line.strip().substring(2));
                continue;
            }
            Matcher key = KEY.matcher(line);
            if (!key.matches()) {
                comment.setLength(0);
                continue;
            }
            while (path.size() > key.group(1).length() / 2) {
                path.removeLast();
            }
            path.addLast(key.group(2));
            String value = key.group(3);
            if (value != null && comment.isEmpty() && !rows.isEmpty() && !describedAbove(rows, path)) {
                throw new IllegalArgumentException(String.join(".", path) + " has no comment that says what it does");
            }
            if (!comment.isEmpty()) {
                rows.add(new Row(
                        String.join(".", path), value == null ? inline(lines, i + 1) : value, comment.toString()));
            }
            comment.setLength(0);
        }
        return rows;
    }

    /** {@code resources.limits} is told with {@code resources}. */
    private static boolean describedAbove(List<Row> rows, Deque<String> path) {
        String whole = String.join(".", path);
        return whole.startsWith(rows.getLast().key() + ".");
    }

    private static String inline(List<String> lines, int from) {
        List<String> parts = new ArrayList<>();
        int depth = lines.get(from).length() - lines.get(from).stripLeading().length();
        for (String line : lines.subList(from, lines.size())) {
            if (line.isBlank() || line.length() - line.stripLeading().length() < depth) {
                break;
            }
            parts.add(line.strip());
        }
        return "{" + String.join(", ", parts) + "}";
    }
}
