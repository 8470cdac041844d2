package io.plimsoll.simulator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One state of one object. Immutable: the tree must never be edited in place, whoever holds it; {@link #copy()} gives
 * one that may be.
 */
public final class StoredObject {

    private static final JsonMapper JSON = new JsonMapper();

    private final ResourceType type;
    private final ObjectNode json;
    private final String namespace;
    private final String name;
    private final String uid;
    private final long resourceVersion;

    private volatile byte @Nullable [] bytes;

    StoredObject(ResourceType type, ObjectNode json, long resourceVersion) {
        this.type = type;
        this.json = json;
        this.resourceVersion = resourceVersion;
        JsonNode metadata = json.path("metadata");
        this.namespace = metadata.path("namespace").asText("");
        this.name = metadata.path("name").asText("");
        this.uid = metadata.path("uid").asText("");
    }

    /** An entry of {@code metadata.ownerReferences}. */
    public record Owner(String apiVersion, String kind, String name, String uid, boolean controller) {}

    public ResourceType type() {
        return type;
    }

    /** The tree itself: read only. */
    public ObjectNode json() {
        return json;
    }

    /** A deep copy, free to be edited. */
    public ObjectNode copy() {
        return json.deepCopy();
    }

    /** Another state of the same object at the same version, as a dry run shows it. It is not stored. */
    public StoredObject as(ObjectNode otherState) {
        return new StoredObject(type, otherState, resourceVersion);
    }

    /** Empty for cluster-scoped objects. */
    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    public String uid() {
        return uid;
    }

    public long resourceVersion() {
        return resourceVersion;
    }

    /** {@code namespace/name}, or the name alone. */
    public String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** The node at a path of field names; a {@link MissingNode} if there is none. */
    public JsonNode at(String... fields) {
        JsonNode node = json;
        for (String field : fields) {
            node = node.path(field);
        }
        return node;
    }

    /** The text at a path of field names; empty if there is none. */
    public String text(String... fields) {
        return at(fields).asText("");
    }

    public @Nullable String label(String key) {
        JsonNode value = json.path("metadata").path("labels").get(key);
        return value == null ? null : value.asText();
    }

    public @Nullable String annotation(String key) {
        JsonNode value = json.path("metadata").path("annotations").get(key);
        return value == null ? null : value.asText();
    }

    public Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        json.path("metadata")
                .path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return labels;
    }

    /** Whether {@code metadata.deletionTimestamp} is set. */
    public boolean deleting() {
        return json.path("metadata").has("deletionTimestamp");
    }

    public List<Owner> owners() {
        return StreamSupport.stream(
                        json.path("metadata").path("ownerReferences").spliterator(), false)
                .map(o -> new Owner(
                        o.path("apiVersion").asText(),
                        o.path("kind").asText(),
                        o.path("name").asText(),
                        o.path("uid").asText(),
                        o.path("controller").asBoolean()))
                .toList();
    }

    /** The owner that controls this object, if one does. */
    public @Nullable Owner controller() {
        for (Owner owner : owners()) {
            if (owner.controller()) {
                return owner;
            }
        }
        return null;
    }

    /** The object as JSON in UTF-8, serialised once. The array is shared: never write to it. */
    public byte[] bytes() {
        byte[] known = bytes;
        if (known == null) {
            try {
                known = JSON.writeValueAsBytes(json);
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("a JSON tree has no JSON form: " + path(), impossible);
            }
            bytes = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return type + " " + path() + "@" + resourceVersion;
    }
}
