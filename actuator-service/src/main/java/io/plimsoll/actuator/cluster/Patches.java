package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.wire.Json;

/** JSON Patches of nodes (RFC 6902): every one begins with what it takes for granted. */
final class Patches {

    static final String CLAIM = annotation(Claim.ANNOTATION);

    private Patches() {}

    static String annotation(String name) {
        return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** A patch that takes hold only on this very version of this very node. */
    static ArrayNode start(Acts.NodeNow node) {
        ArrayNode patch = Json.mapper().createArrayNode();
        test(patch, "/metadata/uid", node.uid());
        test(patch, "/metadata/resourceVersion", node.version());
        if (!node.annotated()) {
            patch.addObject()
                    .put("op", "add")
                    .put("path", "/metadata/annotations")
                    .putObject("value");
        }
        return patch;
    }

    static void test(ArrayNode patch, String path, String value) {
        patch.addObject().put("op", "test").put("path", path).put("value", value);
    }

    static void add(ArrayNode patch, String path, String value) {
        patch.addObject().put("op", "add").put("path", path).put("value", value);
    }

    /** A node made by hand may have no {@code spec} at all. */
    static void cordon(ArrayNode patch, boolean specified) {
        if (specified) {
            patch.addObject()
                    .put("op", "add")
                    .put("path", "/spec/unschedulable")
                    .put("value", true);
        } else {
            patch.addObject()
                    .put("op", "add")
                    .put("path", "/spec")
                    .putObject("value")
                    .put("unschedulable", true);
        }
    }

    static void remove(ArrayNode patch, String path) {
        patch.addObject().put("op", "remove").put("path", path);
    }
}
