package io.plimsoll.simulator.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A {@code PolicyRule}: what it names is allowed. {@code *} in a list means all; an empty {@code resourceNames} too.
 *
 * @param resources plurals, subresources as {@code pods/eviction}
 */
public record Rule(List<String> verbs, List<String> groups, List<String> resources, List<String> resourceNames) {

    public Rule {
        verbs = List.copyOf(verbs);
        groups = List.copyOf(groups);
        resources = List.copyOf(resources);
        resourceNames = List.copyOf(resourceNames);
    }

    /** For {@code Rule.allow("", "pods", "get", "list")}. */
    public static Rule allow(String group, String resource, String... verbs) {
        return new Rule(List.of(verbs), List.of(group), List.of(resource), List.of());
    }

    public static Rule of(JsonNode policyRule) {
        return new Rule(
                texts(policyRule.path("verbs")),
                texts(policyRule.path("apiGroups")),
                texts(policyRule.path("resources")),
                texts(policyRule.path("resourceNames")));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    boolean allows(Access access) {
        return has(verbs, access.verb())
                && has(groups, access.group())
                && (has(resources, access.resource()) || subresourceOfAny(access))
                && (resourceNames.isEmpty() || resourceNames.contains(access.name()));
    }

    private boolean subresourceOfAny(Access access) {
        int slash = access.resource().indexOf('/');
        return slash > 0 && resources.contains("*" + access.resource().substring(slash));
    }

    private static boolean has(List<String> list, String wanted) {
        return list.contains("*") || list.contains(wanted);
    }

    /** As in a review's answer. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        verbs.forEach(json.putArray("verbs")::add);
        groups.forEach(json.putArray("apiGroups")::add);
        resources.forEach(json.putArray("resources")::add);
        if (!resourceNames.isEmpty()) {
            resourceNames.forEach(json.putArray("resourceNames")::add);
        }
        return json;
    }
}
