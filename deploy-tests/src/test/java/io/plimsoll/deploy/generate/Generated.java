package io.plimsoll.deploy.generate;

import io.plimsoll.deploy.render.Repository;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every generated file of {@code deploy/}, by its path in there, as it has to be. */
final class Generated {

    private static final String NOTE =
            "# Generated from the topics and rights of the wire module; mvn -pl deploy-tests test"
                    + " -Dplimsoll.deploy.write=true\n";

    private Generated() {}

    static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        StrimziResources plain = new StrimziResources(
                "plimsoll", "kafka", "kafka", "6", "3", List.of("app.kubernetes.io/name: plimsoll"));
        files.put("strimzi/topics.yaml", NOTE + plain.topics());
        files.put("strimzi/users.yaml", NOTE + plain.users());
        StrimziResources chart = new StrimziResources(
                "{{ $.Values.kafka.topicPrefix }}",
                "{{ $.Values.strimzi.cluster }}",
                "{{ $.Values.strimzi.namespace }}",
                "{{ $.Values.strimzi.partitions }}",
                "{{ $.Values.strimzi.replicas }}",
                List.of("{{- include \"plimsoll.labels\" (dict \"root\" $) | nindent 4 }}"));
        files.put("helm/plimsoll/templates/strimzi-topics.yaml", onlyWithStrimzi(chart.topics()));
        files.put("helm/plimsoll/templates/strimzi-users.yaml", onlyWithStrimzi(chart.users()));
        files.put(
                "helm/plimsoll/README.md",
                ChartReadme.of(Repository.read(Repository.deploy("helm/plimsoll/values.yaml"))));
        String rules = withoutComments(Repository.read(Repository.deploy("prometheus/rules.yaml")));
        files.put("helm/plimsoll/files/rules.yaml", "# Generated from deploy/prometheus/rules.yaml.\n" + rules);
        files.put("kustomize/components/monitoring/prometheus-rule.yaml", prometheusRule(rules));
        return files;
    }

    private static String onlyWithStrimzi(String objects) {
        return "{{- if .Values.strimzi.enabled }}\n" + NOTE + objects + "{{- end }}\n";
    }

    private static String withoutComments(String yaml) {
        return yaml.lines().filter(line -> !line.strip().startsWith("#")).collect(Collectors.joining("\n")) + "\n";
    }

    private static String prometheusRule(String rules) {
        String indented = rules.lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
        return """
            # Generated from deploy/prometheus/rules.yaml; mvn -pl deploy-tests test -Dplimsoll.deploy.write=true
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: plimsoll
              namespace: plimsoll
              labels:
                app.kubernetes.io/name: plimsoll
            spec:
            """ + indented;
    }
}
