package io.plimsoll.deploy.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Kubernetes objects out of a YAML text, by what identifies them: {@code kind namespace/name}.
 *
 * <p>Read with the anchors resolved; what is no object, such as an empty document, is left out.
 */
public record Manifests(Map<String, ObjectNode> byKey) {

    /** Where the chart keeps what makes pods anew when their settings change. */
    public static final String SETTINGS_DIGEST = "plimsoll.io/settings";

    private static final YAMLMapper YAML = new YAMLMapper();

    public Manifests {
        byKey = Map.copyOf(byKey);
    }

    public static Manifests parse(String yaml) {
        Map<String, ObjectNode> objects = new TreeMap<>();
        for (String document : documents(yaml)) {
            // SnakeYAML resolves anchors; Jackson's own reader keeps them as references.
            Object tree = new org.yaml.snakeyaml.Yaml().load(document);
            if (YAML.valueToTree(tree) instanceof ObjectNode object && object.has("kind")) {
                if (objects.put(key(object), object) != null) {
                    throw new IllegalArgumentException(key(object) + " is there twice");
                }
            }
        }
        return new Manifests(objects);
    }

    private static List<String> documents(String yaml) {
        return List.of(yaml.split("(?m)^---[ \\t]*$"));
    }

    /** One YAML document as a tree. */
    public static JsonNode tree(String yaml) {
        return YAML.valueToTree(new org.yaml.snakeyaml.Yaml().load(yaml));
    }

    public static String text(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String key(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return object.path("kind").asText() + " "
                + metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText();
    }

    public ObjectNode get(String key) {
        ObjectNode found = byKey.get(key);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + key + ", only " + byKey.keySet());
        }
        return found;
    }

    public Stream<ObjectNode> ofKind(String kind) {
        return byKey.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(object -> object.path("kind").asText().equals(kind));
    }

    /** The pod templates and pods, by the name of what they belong to. */
    public Map<String, JsonNode> podSpecs() {
        Map<String, JsonNode> specs = new TreeMap<>();
        byKey.forEach((key, object) -> {
            switch (object.path("kind").asText()) {
                case "Deployment", "StatefulSet", "DaemonSet", "Job" ->
                    specs.put(key, object.at("/spec/template/spec"));
                case "Pod" -> specs.put(key, object.path("spec"));
                default -> {
                    // has no pods
                }
            }
        });
        return specs;
    }

    /**
     * Without Helm's hooks, its labels, its digest of the settings, and the order of what has none: equal where two ways of
     * installing are equal.
     */
    public Map<String, JsonNode> meaning() {
        Map<String, JsonNode> meaning = new TreeMap<>();
        byKey.forEach((key, object) -> {
            ObjectNode bare = object.deepCopy();
            if (bare.at("/metadata/annotations").has("helm.sh/hook")) {
                return;
            }
            if (bare.at("/metadata/labels") instanceof ObjectNode labels) {
                labels.remove(List.of("helm.sh/chart", "app.kubernetes.io/managed-by"));
            }
            if (bare.at("/spec/template/metadata") instanceof ObjectNode template
                    && template.path("annotations").has(SETTINGS_DIGEST)) {
                template.remove("annotations");
            }
            meaning.put(key, sorted(bare));
        });
        return meaning;
    }

    /** A container's variables are a set by name; nothing here refers to one before it. */
    private static JsonNode sorted(JsonNode object) {
        for (JsonNode container : object.at("/spec/template/spec/containers")) {
            if (container.path("env") instanceof com.fasterxml.jackson.databind.node.ArrayNode env) {
                List<JsonNode> variables = new ArrayList<>();
                env.forEach(variables::add);
                variables.sort(
                        java.util.Comparator.comparing(each -> each.path("name").asText()));
                env.removeAll().addAll(variables);
            }
            sortByName(container.path("volumeMounts"));
        }
        sortByName(object.at("/spec/template/spec/volumes"));
        return object;
    }

    private static void sortByName(JsonNode list) {
        if (list instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            List<JsonNode> entries = new ArrayList<>();
            array.forEach(entries::add);
            entries.sort(
                    java.util.Comparator.comparing(each -> each.path("name").asText()));
            array.removeAll().addAll(entries);
        }
    }
}
