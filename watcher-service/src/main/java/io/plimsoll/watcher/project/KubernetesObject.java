package io.plimsoll.watcher.project;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One object as the API server sent it.
 *
 * @param kind as the resource's list knows it, because items of a typed list carry none
 * @param bytes its size as JSON
 */
public record KubernetesObject(String kind, JsonNode json, long bytes) {

    /** An object that names its kind itself, as those of watches do. */
    public static KubernetesObject of(JsonNode json) {
        return of(json.path("kind").asText(""), json);
    }

    /** An object of a known kind and unknown size, which is estimated. */
    public static KubernetesObject of(String kind, JsonNode json) {
        return new KubernetesObject(kind, json, estimatedBytes(json));
    }

    public String namespace() {
        return metadata("namespace");
    }

    public String name() {
        return metadata("name");
    }

    public String uid() {
        return metadata("uid");
    }

    public String resourceVersion() {
        return metadata("resourceVersion");
    }

    /** {@code namespace/name}, with an empty namespace where there is none. */
    String path() {
        return namespace() + "/" + name();
    }

    private String metadata(String field) {
        JsonNode value = json.path("metadata").path(field);
        return value.isTextual() ? Reading.wellFormed(value.textValue()) : "";
    }

    private static long estimatedBytes(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().length() + 3L;
        }
        if (!node.isContainerNode()) {
            return 6;
        }
        long sum = 2;
        for (var field : node.properties()) {
            sum += field.getKey().length() + 3L + estimatedBytes(field.getValue());
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                sum += estimatedBytes(item);
            }
        }
        return sum;
    }
}
