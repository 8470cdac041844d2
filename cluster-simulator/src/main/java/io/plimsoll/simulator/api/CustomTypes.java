package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Serves what CustomResourceDefinitions define, in their storage version, without a look at their schemas. */
final class CustomTypes {

    private final ObjectStore store;

    CustomTypes(ObjectStore store) {
        this.store = store;
    }

    /** Serves the type of a definition that was just created, and says so in its status. */
    void established(StoredObject definition) {
        store.register(typeOf(definition));
        store.modify(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "", definition.name(), o -> {
            var status = o.withObjectProperty("status");
            status.set("acceptedNames", o.path("spec").path("names"));
            for (String condition : List.of("NamesAccepted", "Established")) {
                Conditions.set(
                        status,
                        condition,
                        true,
                        "Simulated",
                        "",
                        Json.NODES.missingNode(),
                        store.clock().instant());
            }
        });
    }

    /** Stops serving the type, and forgets its objects. */
    void removed(StoredObject definition) {
        store.unregister(typeOf(definition));
    }

    private static ResourceType typeOf(StoredObject definition) {
        JsonNode names = definition.at("spec", "names");
        JsonNode version = storageVersion(definition.at("spec", "versions"));
        Set<ResourceType.Trait> traits = new HashSet<>(Set.of(ResourceType.Trait.GENERATION));
        if (definition.text("spec", "scope").equals("Namespaced")) {
            traits.add(ResourceType.Trait.NAMESPACED);
        }
        if (version.path("subresources").has("status")) {
            traits.add(ResourceType.Trait.STATUS);
        }
        if (version.path("subresources").has("scale")) {
            traits.add(ResourceType.Trait.SCALE);
        }
        return new ResourceType(
                definition.text("spec", "group"),
                version.path("name").asText("v1"),
                names.path("kind").asText(),
                names.path("plural").asText(),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                traits);
    }

    private static JsonNode storageVersion(JsonNode versions) {
        for (JsonNode version : versions) {
            if (version.path("storage").asBoolean()) {
                return version;
            }
        }
        return versions.path(0);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
