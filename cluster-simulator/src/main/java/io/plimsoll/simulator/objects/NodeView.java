package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node as controllers see it. {@code raw} is shared: read only. */
public record NodeView(
        ObjectNode raw,
        String name,
        String uid,
        Map<String, String> labels,
        boolean unschedulable,
        List<Taint> taints,
        boolean ready,
        Resources capacity,
        Resources allocatable,
        long podCapacity) {

    public static NodeView of(ObjectNode node) {
        return new NodeView(
                node,
                Fields.text(node, "metadata", "name"),
                Fields.text(node, "metadata", "uid"),
                Fields.texts(node, "metadata", "labels"),
                Fields.flag(node, "spec", "unschedulable"),
                Taint.listOf(node),
                PodView.condition(node, "Ready"),
                Resources.of(Fields.at(node, "status", "capacity")),
                Resources.of(Fields.at(node, "status", "allocatable")),
                Quantities.units(pods(node)));
    }

    public boolean tainted(String key) {
        return taints.stream().anyMatch(taint -> taint.key().equals(key));
    }

    public Map<String, String> annotations() {
        return Fields.texts(raw, "metadata", "annotations");
    }

    public @Nullable Instant created() {
        return Fields.instant(raw, "metadata", "creationTimestamp");
    }

    private static String pods(ObjectNode node) {
        String pods = Fields.text(node, "status", "allocatable", "pods");
        return pods.isEmpty() ? "0" : pods;
    }
}
