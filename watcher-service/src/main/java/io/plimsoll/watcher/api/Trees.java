package io.plimsoll.watcher.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/**
 * Reads one JSON value into a tree and leaves out, unread, what no projection looks at.
 *
 * <p>Left out are objects and lists by their field's name, never texts: {@code env} is a list of a container, but also
 * many people's label. A workload's template is read whole, because its hash is of the whole.
 */
final class Trees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final Set<String> UNUSED_OF_PODS = Set.of(
            "managedFields",
            "env",
            "envFrom",
            "volumeMounts",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
            "securityContext",
            "imagePullSecrets",
            "command",
            "args",
            "podIPs",
            "hostIPs",
            "preferredDuringSchedulingIgnoredDuringExecution");
    private static final Set<String> UNUSED_OF_NODES = Set.of("images", "addresses", "volumesAttached", "podCIDRs");
    private static final Set<String> UNUSED_OF_OTHERS = Set.of("managedFields");
    private static final Set<String> NOTHING = Set.of();

    private Trees() {}

    /** What may be left out of objects of a kind. */
    static Set<String> unused(String kind) {
        return switch (kind) {
            case "Pod" -> UNUSED_OF_PODS;
            case "Node" -> UNUSED_OF_NODES;
            case "Deployment", "ReplicaSet", "StatefulSet", "ReplicationController" -> NOTHING;
            default -> UNUSED_OF_OTHERS;
        };
    }

    /** The value that begins at the parser's current token; afterwards the parser stands at its last. */
    static JsonNode read(JsonParser parser, Set<String> unused) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, unused);
            case START_ARRAY -> array(parser, unused);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(parser.getBigIntegerValue())
                        : NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser parser, Set<String> unused) throws IOException {
        ObjectNode object = NODES.objectNode();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken value = parser.nextToken();
            if (value.isStructStart() && unused.contains(name)) {
                parser.skipChildren();
            } else if (!name.equals(LAST_APPLIED)) {
                object.set(name, read(parser, unused));
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, Set<String> unused) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw new IOException("the response ends in the middle of a list");
            }
            array.add(read(parser, unused));
        }
        return array;
    }
}
