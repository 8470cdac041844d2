package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reference from an object to what owns it. */
public record OwnerRef(String apiVersion, String kind, String name, String uid, boolean controller) {

    public static List<OwnerRef> listOf(JsonNode object) {
        return Fields.items(object, "metadata", "ownerReferences").stream()
                .map(OwnerRef::of)
                .toList();
    }

    public static @Nullable OwnerRef controllerOf(JsonNode object) {
        for (JsonNode reference : Fields.at(object, "metadata", "ownerReferences")) {
            if (Fields.flag(reference, "controller")) {
                return of(reference);
            }
        }
        return null;
    }

    /** The reference that makes {@code owner} the controller of a new object. */
    public static ObjectNode referenceTo(JsonNode owner) {
        return Fields.object()
                .put("apiVersion", Fields.text(owner, "apiVersion"))
                .put("kind", Fields.text(owner, "kind"))
                .put("name", Fields.text(owner, "metadata", "name"))
                .put("uid", Fields.text(owner, "metadata", "uid"))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    private static OwnerRef of(JsonNode reference) {
        return new OwnerRef(
                Fields.text(reference, "apiVersion"),
                Fields.text(reference, "kind"),
                Fields.text(reference, "name"),
                Fields.text(reference, "uid"),
                Fields.flag(reference, "controller"));
    }
}
