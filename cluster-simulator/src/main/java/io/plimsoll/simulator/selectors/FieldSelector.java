package io.plimsoll.simulator.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Equalities on the few fields the API server can select by. */
public record FieldSelector(List<Requirement> requirements) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private static final Set<String> ALL_TYPES = Set.of("metadata.name", "metadata.namespace");

    private static final Map<ResourceType, Set<String>> BY_TYPE = Map.of(
            ResourceTypes.POD,
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.podIPs",
                    "status.nominatedNodeName"),
            ResourceTypes.NODE,
            Set.of("spec.unschedulable"),
            ResourceTypes.EVENT,
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"),
            ResourceTypes.NAMESPACE,
            Set.of("status.phase"),
            ResourceTypes.SECRET,
            Set.of("type"),
            ResourceTypes.JOB,
            Set.of("status.successful"),
            ResourceTypes.REPLICA_SET,
            Set.of("status.replicas"),
            ResourceTypes.REPLICATION_CONTROLLER,
            Set.of("status.replicas"));

    public record Requirement(String field, boolean equal, String value) {

        boolean accepts(StoredObject object) {
            return value.equals(read(object, field)) == equal;
        }

        private static String read(StoredObject object, String field) {
            if (field.equals("source")) {
                return object.text("source", "component");
            }
            JsonNode node = object.at(field.split("\\."));
            if (node.isMissingNode() && (field.equals("spec.unschedulable") || field.equals("spec.hostNetwork"))) {
                return "false";
            }
            return node.asText("");
        }
    }

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    public boolean matches(StoredObject object) {
        for (Requirement requirement : requirements) {
            if (!requirement.accepts(object)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    /** The value {@code field} must have; empty if none is demanded. */
    public String required(String field) {
        for (Requirement requirement : requirements) {
            if (requirement.equal() && requirement.field().equals(field)) {
                return requirement.value();
            }
        }
        return "";
    }

    /**
     * Reads a query parameter such as {@code spec.nodeName=n1,status.phase!=Failed}.
     *
     * @throws ApiException 400 if it can't be read or the type can't be selected by a field
     */
    public static FieldSelector parse(ResourceType type, String text) {
        List<Requirement> requirements = new ArrayList<>();
        for (String term : text.split(",")) {
            if (term.isBlank()) {
                continue;
            }
            int equals = term.indexOf('=');
            if (equals <= 0) {
                throw ApiException.badRequest("invalid selector: '%s'; can't understand '%s'".formatted(text, term));
            }
            boolean not = term.charAt(equals - 1) == '!';
            String field = term.substring(0, not ? equals - 1 : equals).strip();
            String value = term.substring(term.startsWith("==", equals) ? equals + 2 : equals + 1)
                    .strip();
            if (!ALL_TYPES.contains(field)
                    && !BY_TYPE.getOrDefault(type, Set.of()).contains(field)) {
                throw ApiException.badRequest("field label not supported: " + field);
            }
            requirements.add(new Requirement(field, !not, value));
        }
        return new FieldSelector(requirements);
    }
}
