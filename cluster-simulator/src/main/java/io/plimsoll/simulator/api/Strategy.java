package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.List;
import java.util.Set;

/** Which part of an object a write may change, as Kubernetes' registry strategies have it. */
final class Strategy {

    private static final List<String> POD_SPEC_MAY_CHANGE = List.of(
            "activeDeadlineSeconds",
            "tolerations",
            "terminationGracePeriodSeconds",
            "schedulingGates",
            "containers",
            "initContainers");
    private static final Set<ResourceType> SELECTOR_IMMUTABLE = Set.of(
            ResourceTypes.DEPLOYMENT,
            ResourceTypes.REPLICA_SET,
            ResourceTypes.STATEFUL_SET,
            ResourceTypes.DAEMON_SET,
            ResourceTypes.JOB);

    private Strategy() {}

    /** Edits {@code after}, the state asked for, into the state that will be. */
    static void admit(StoredObject before, ObjectNode after, String subresource) {
        ResourceType type = before.type();
        String name = after.path("metadata").path("name").asText(before.name());
        if (!name.equals(before.name())) {
            throw ApiException.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(name, before.name()));
        }
        checkVersions(before, after);
        if (subresource.equals("status")) {
            JsonNode status = after.get("status");
            JsonNode managed = after.path("metadata").get("managedFields");
            after.removeAll();
            after.setAll(before.copy());
            set(after, "status", status);
            set(after.withObjectProperty("metadata"), "managedFields", managed);
        } else if (type.has(ResourceType.Trait.STATUS)) {
            set(after, "status", before.json().get("status"));
        }
        if (type.equals(ResourceTypes.NAMESPACE)) {
            set(after, "spec", before.json().get("spec")); // its finalizers go through another door
        }
        after.put("apiVersion", before.text("apiVersion")).put("kind", before.text("kind"));
        checkImmutable(before, after);
    }

    private static void set(ObjectNode target, String field, @org.jspecify.annotations.Nullable JsonNode value) {
        if (value == null) {
            target.remove(field);
        } else {
            target.set(field, value.deepCopy());
        }
    }

    private static void checkVersions(StoredObject before, ObjectNode after) {
        String version = after.path("metadata").path("resourceVersion").asText("");
        if (!version.isEmpty() && !version.equals(Long.toString(before.resourceVersion()))) {
            throw ApiException.stale(before.type(), before.name());
        }
        String uid = after.path("metadata").path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(before.uid())) {
            throw ApiException.conflict(
                    before.type(),
                    before.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(uid, before.uid()));
        }
    }

    private static void checkImmutable(StoredObject before, ObjectNode after) {
        if (before.type().equals(ResourceTypes.POD)) {
            ObjectNode old = withoutMutable(before.json());
            if (!old.equals(withoutMutable(after))) {
                throw ApiException.invalid(
                        before.type(),
                        before.name(),
                        "spec",
                        "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
                                + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
                                + "(only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
                                + "(allow it to be set to 1 if it was previously negative)");
            }
        } else if (SELECTOR_IMMUTABLE.contains(before.type())
                && before.at("spec").has("selector")
                && !before.at("spec", "selector").equals(after.path("spec").path("selector"))) {
            throw ApiException.invalid(
                    before.type(),
                    before.name(),
                    "spec.selector",
                    "Invalid value: %s: field is immutable"
                            .formatted(after.path("spec").path("selector")));
        }
    }

    private static ObjectNode withoutMutable(ObjectNode pod) {
        ObjectNode spec = Json.NODES.objectNode();
        pod.path("spec").properties().forEach(field -> {
            if (!POD_SPEC_MAY_CHANGE.contains(field.getKey())) {
                spec.set(field.getKey(), field.getValue());
            }
        });
        return spec;
    }
}
