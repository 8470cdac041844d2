package io.plimsoll.simulator.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operations on sets of fields in Kubernetes' {@code fieldsV1} form: a tree whose leaves are the fields. */
final class FieldSet {

    private FieldSet() {}

    /** Adds {@code more} to {@code to}. */
    static void add(ObjectNode to, JsonNode more) {
        for (Map.Entry<String, JsonNode> field : more.properties()) {
            add(to.withObjectProperty(field.getKey()), field.getValue());
        }
    }

    /** Takes {@code gone} from {@code from}, with all that lies below each of them. */
    static void subtract(ObjectNode from, JsonNode gone) {
        for (Map.Entry<String, JsonNode> field : gone.properties()) {
            if (!(from.get(field.getKey()) instanceof ObjectNode mine)) {
                continue;
            }
            if (field.getValue().isEmpty()) {
                from.remove(field.getKey());
            } else if (!mine.isEmpty()) {
                subtract(mine, field.getValue());
                if (mine.isEmpty()) {
                    from.remove(field.getKey());
                }
            }
        }
    }

    /** The leaves both sets have, as dotted paths. A leaf of one owns all that lies below it in the other. */
    static List<String> overlap(JsonNode one, JsonNode other) {
        List<String> paths = new ArrayList<>();
        overlap(one, other, "", paths);
        return paths;
    }

    private static void overlap(JsonNode one, JsonNode other, String path, List<String> paths) {
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            JsonNode theirs = other.get(field.getKey());
            if (theirs == null) {
                continue;
            }
            String here = path + readable(field.getKey());
            if (field.getValue().isEmpty() || theirs.isEmpty()) {
                paths.add(here);
            } else {
                overlap(field.getValue(), theirs, here, paths);
            }
        }
    }

    private static String readable(String element) {
        String name = element.substring(element.indexOf(':') + 1);
        return element.startsWith("k:")
                ? "["
                        + name.substring(1, name.length() - 1)
                                .replace("\":", "\"=")
                                .replaceAll("\"(\\w+)\"=", "$1=") + "]"
                : "." + name;
    }
}
