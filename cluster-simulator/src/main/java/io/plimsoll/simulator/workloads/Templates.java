package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.QosClass;
import io.plimsoll.simulator.objects.Taint;
import io.plimsoll.simulator.store.StoredObject;
import java.util.List;

/** Makes pods of templates, with what admission adds in a real cluster. */
final class Templates {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final long TOLERATED_SECONDS = 300;

    private Templates() {}

    /** A pod of the owner's {@code spec.template}, controlled by it; the caller names it. */
    static ObjectNode pod(StoredObject owner) {
        JsonNode template = owner.at("spec", "template");
        ObjectNode pod = Fields.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        JsonNode templateMetadata = template.path("metadata");
        copy(templateMetadata, metadata, "labels");
        copy(templateMetadata, metadata, "annotations");
        metadata.put("namespace", owner.namespace());
        metadata.putArray("ownerReferences").add(OwnerRef.referenceTo(owner.json()));
        pod.set("spec", spec(template.path("spec")));
        admit(pod);
        return pod;
    }

    /** All pods of a template share its containers; only what is added to per pod is copied. */
    private static ObjectNode spec(JsonNode template) {
        ObjectNode spec = Fields.object();
        template.properties()
                .forEach(field -> spec.set(
                        field.getKey(),
                        field.getKey().equals("containers") || field.getKey().equals("initContainers")
                                ? field.getValue()
                                : field.getValue().deepCopy()));
        return spec;
    }

    /** The defaults of the API server and of the DefaultTolerationSeconds admission plugin. */
    private static void admit(ObjectNode pod) {
        ObjectNode spec = Fields.ensure(pod, "spec");
        putIfAbsent(spec, "restartPolicy", "Always");
        putIfAbsent(spec, "schedulerName", "default-scheduler");
        putIfAbsent(spec, "dnsPolicy", "ClusterFirst");
        if (!spec.has("terminationGracePeriodSeconds")) {
            spec.put("terminationGracePeriodSeconds", 30);
        }
        if (!spec.has("priority")) {
            boolean system = Fields.text(spec, "priorityClassName").startsWith("system-");
            spec.put("priority", system ? 2_000_000_000 : 0);
        }
        for (String key : List.of(Taint.NOT_READY, Taint.UNREACHABLE)) {
            tolerate(spec, key);
        }
        ObjectNode status = Fields.ensure(pod, "status");
        status.put("phase", "Pending").put("qosClass", QosClass.of(spec));
    }

    private static void tolerate(ObjectNode spec, String key) {
        var taint = new Taint(key, "", Taint.NO_EXECUTE, null);
        List<Taint.Toleration> given = Fields.items(spec, "tolerations").stream()
                .map(Taint.Toleration::of)
                .toList();
        if (!taint.toleratedBy(given)) {
            ArrayNode tolerations = Fields.ensureArray(spec, "tolerations");
            tolerations
                    .addObject()
                    .put("key", key)
                    .put("operator", "Exists")
                    .put("effect", Taint.NO_EXECUTE)
                    .put("tolerationSeconds", TOLERATED_SECONDS);
        }
    }

    /** Ten letters that are the same for equal templates and differ for others, as a pod-template-hash does. */
    static String hash(JsonNode template) {
        long rest = (Integer.toUnsignedLong(template.hashCode()) * 0x9E3779B97F4A7C15L) >>> 4;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            text.append(LETTERS.charAt((int) (rest % LETTERS.length())));
            rest /= LETTERS.length();
        }
        return text.toString();
    }

    static void label(ObjectNode object, String key, String value) {
        Fields.ensure(object, "metadata", "labels").put(key, value);
    }

    static void putIfAbsent(ObjectNode node, String field, String value) {
        if (!node.has(field)) {
            node.put(field, value);
        }
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.path(field) instanceof ObjectNode given) {
            to.set(field, given.deepCopy());
        }
    }
}
