package io.plimsoll.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.deploy.render.Manifests;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest thing a role grants: one verb on one resource.
 *
 * @param role its key among the manifests
 * @param rule which of the role's rules it stands in, from 0
 */
record Grant(String role, int rule, String group, String resource, String verb) {

    static List<Grant> of(Manifests manifests) {
        List<Grant> grants = new ArrayList<>();
        for (String kind : List.of("ClusterRole", "Role")) {
            manifests.ofKind(kind).forEach(role -> add(role, grants));
        }
        return grants;
    }

    private static void add(ObjectNode role, List<Grant> grants) {
        JsonNode rules = role.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            for (JsonNode group : rules.get(i).path("apiGroups")) {
                for (JsonNode resource : rules.get(i).path("resources")) {
                    for (JsonNode verb : rules.get(i).path("verbs")) {
                        grants.add(new Grant(Manifests.key(role), i, group.asText(), resource.asText(), verb.asText()));
                    }
                }
            }
        }
    }

    /** Whose it is: {@code watcher} or {@code actuator}. */
    String service() {
        return role.contains("watcher") ? "watcher" : "actuator";
    }

    /** The role without this grant, and with all its others. */
    ObjectNode takenFrom(ObjectNode whole) {
        ObjectNode less = whole.deepCopy();
        ArrayNode rules = (ArrayNode) less.path("rules");
        ObjectNode split = (ObjectNode) rules.get(rule);
        ObjectNode others = split.deepCopy();
        without((ArrayNode) split.path("resources"), resource);
        others.putArray("resources").add(resource);
        without((ArrayNode) others.path("verbs"), verb);
        rules.add(others);
        return less;
    }

    private static void without(ArrayNode list, String value) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).asText().equals(value)) {
                list.remove(i);
            }
        }
    }

    @Override
    public String toString() {
        return role + ": " + verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
}
