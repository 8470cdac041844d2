package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The claims of a StatefulSet's pods, each with a volume bound at once.
 *
 * <p>A claim template annotated {@code simulator.plimsoll.io/volume: zone} or {@code local} gets volumes that belong to
 * the zone, or the node, its pod first ran on.
 */
final class Claims {

    private static final String PINNED = "simulator.plimsoll.io/volume";

    private final Cluster cluster;

    Claims(Cluster cluster) {
        this.cluster = cluster;
    }

    /** @return volume name → claim name, all of them there */
    Map<String, String> ensure(StoredObject set, String pod) {
        Map<String, String> claims = new LinkedHashMap<>();
        for (JsonNode template : set.at("spec", "volumeClaimTemplates")) {
            String volume = Fields.text(template, "metadata", "name");
            String name = volume + "-" + pod;
            claims.put(volume, name);
            if (cluster.store()
                    .find(ResourceTypes.PERSISTENT_VOLUME_CLAIM, set.namespace(), name)
                    .isEmpty()) {
                create(set.namespace(), name, template);
            }
        }
        return claims;
    }

    private void create(String namespace, String name, JsonNode template) {
        ObjectNode claim = Fields.object();
        ObjectNode metadata =
                template.path("metadata") instanceof ObjectNode given ? given.deepCopy() : Fields.object();
        metadata.put("name", name).put("namespace", namespace);
        claim.set("metadata", metadata);
        claim.set("spec", template.path("spec").deepCopy());
        String volumeName = "pvc-" + namespace + "-" + name;
        Fields.ensure(claim, "spec").put("volumeName", volumeName);
        JsonNode capacity = Fields.at(template, "spec", "resources", "requests");
        ObjectNode status = claim.putObject("status").put("phase", "Bound");
        status.set("capacity", capacity.deepCopy());
        StoredObject bound = cluster.store().create(ResourceTypes.PERSISTENT_VOLUME_CLAIM, claim);
        createVolume(volumeName, bound, Fields.text(template, "metadata", "annotations", PINNED));
    }

    private void createVolume(String name, StoredObject claim, String pinned) {
        if (cluster.store().find(ResourceTypes.PERSISTENT_VOLUME, "", name).isPresent()) {
            return;
        }
        ObjectNode volume = Fields.object();
        ObjectNode metadata = volume.putObject("metadata").put("name", name);
        if (!pinned.isEmpty()) {
            metadata.putObject("annotations").put(PINNED, pinned);
        }
        ObjectNode spec = volume.putObject("spec");
        spec.set("capacity", claim.at("status", "capacity").deepCopy());
        spec.set("accessModes", claim.at("spec", "accessModes").deepCopy());
        spec.putObject("claimRef")
                .put("kind", "PersistentVolumeClaim")
                .put("namespace", claim.namespace())
                .put("name", claim.name())
                .put("uid", claim.uid());
        volume.putObject("status").put("phase", "Bound");
        cluster.store().create(ResourceTypes.PERSISTENT_VOLUME, volume);
    }

    /** Ties volumes that are to be pinned to where their pods were placed. */
    void pin(StoredObject set, Collection<PodView> pods) {
        for (JsonNode template : set.at("spec", "volumeClaimTemplates")) {
            String pinned = Fields.text(template, "metadata", "annotations", PINNED);
            if (pinned.isEmpty()) {
                continue;
            }
            String key = pinned.equals("local") ? "kubernetes.io/hostname" : "topology.kubernetes.io/zone";
            for (PodView pod : pods) {
                NodeView node = cluster.node(pod.nodeName());
                String value = node == null ? null : node.labels().get(key);
                if (value != null) {
                    String claim = Fields.text(template, "metadata", "name") + "-" + pod.name();
                    pin("pvc-" + pod.namespace() + "-" + claim, key, value);
                }
            }
        }
    }

    private void pin(String volume, String key, String value) {
        StoredObject object = cluster.find(ResourceTypes.PERSISTENT_VOLUME, volume);
        if (object == null || object.at("spec").has("nodeAffinity")) {
            return;
        }
        cluster.edit(object, tree -> Fields.ensure(tree, "spec", "nodeAffinity", "required")
                .putArray("nodeSelectorTerms")
                .addObject()
                .putArray("matchExpressions")
                .addObject()
                .put("key", key)
                .put("operator", "In")
                .putArray("values")
                .add(value));
    }
}
