package io.plimsoll.simulator.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which lists are maps in truth, and by what their items are told apart ({@code patchMergeKey} and
 * {@code x-kubernetes-list-map-keys} of Kubernetes' types). Known by field name, which is unambiguous in the built-in
 * types but for {@code ports}.
 */
public final class ListKeys {

    private static final Map<String, String> BY_FIELD = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("env", "name"),
            Map.entry("volumes", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("topologySpreadConstraints", "topologyKey"),
            Map.entry("schedulingGates", "name"),
            Map.entry("resourceClaims", "name"),
            Map.entry("taints", "key"),
            Map.entry("conditions", "type"),
            Map.entry("addresses", "type"),
            Map.entry("ownerReferences", "uid"),
            Map.entry("podIPs", "ip"),
            Map.entry("secrets", "name"));

    private ListKeys() {}

    /** The field that tells the items of the list {@code field} apart; null if the list is one value. */
    public static @Nullable String keyOf(String field, JsonNode list) {
        if (field.equals("ports")) {
            return keyOfPorts(list);
        }
        String key = BY_FIELD.get(field);
        return key != null && everyItemHas(list, key) ? key : null;
    }

    private static @Nullable String keyOfPorts(JsonNode list) {
        for (String key : List.of("containerPort", "port")) {
            if (!list.isEmpty() && everyItemHas(list, key)) {
                return key;
            }
        }
        return null;
    }

    private static boolean everyItemHas(JsonNode list, String key) {
        for (JsonNode item : list) {
            if (!item.has(key) && !item.has("$patch") && !item.has("$retainKeys")) {
                return false;
            }
        }
        return true;
    }

    /** The item of {@code list} whose {@code key} is that of {@code like}. */
    public static @Nullable JsonNode find(JsonNode list, String key, JsonNode like) {
        int index = indexOf(list, key, like);
        return index < 0 ? null : list.get(index);
    }

    /** The position of the item whose {@code key} is that of {@code like}; -1 if there is none. */
    public static int indexOf(JsonNode list, String key, JsonNode like) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).equals(like.path(key)) && sameProtocol(list.get(i), like)) {
                return i;
            }
        }
        return -1;
    }

    /** Ports are told apart by protocol too; other items have none. */
    private static boolean sameProtocol(JsonNode one, JsonNode other) {
        return one.path("protocol").asText("TCP").equals(other.path("protocol").asText("TCP"));
    }

    /** The name of an item in {@code fieldsV1}: <code>k:{"name":"web"}</code>. */
    static String pathElement(String key, JsonNode item) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        keys.set(key, item.path(key));
        if (key.equals("containerPort") || key.equals("port")) {
            keys.put("protocol", item.path("protocol").asText("TCP"));
        }
        return "k:" + keys;
    }
}
