package io.plimsoll.simulator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ResourceType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schemas of the built-in types, from the fields of fabric8's model classes; without descriptions. */
final class Schemas {

    private static final String MODEL = "io.fabric8.kubernetes.api.model.";

    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("", ""),
            Map.entry("apps", "apps."),
            Map.entry("batch", "batch.v1."),
            Map.entry("policy", "policy.v1."),
            Map.entry("autoscaling", "autoscaling.v2."),
            Map.entry("coordination.k8s.io", "coordination.v1."),
            Map.entry("storage.k8s.io", "storage."),
            Map.entry("scheduling.k8s.io", "scheduling.v1."),
            Map.entry("networking.k8s.io", "networking.v1."),
            Map.entry("discovery.k8s.io", "discovery.v1."),
            Map.entry("admissionregistration.k8s.io", "admissionregistration.v1."),
            Map.entry("rbac.authorization.k8s.io", "rbac."),
            Map.entry("apiextensions.k8s.io", "apiextensions.v1."));

    /** Adds a type with all it refers to. */
    void add(ObjectNode components, ResourceType type) {
        Class<?> model = model(type);
        String name = name(type);
        if (model == null) {
            ObjectNode schema = components.putObject(name).put("type", "object");
            kind(schema.putArray("x-kubernetes-group-version-kind").addObject(), type);
        } else {
            ObjectNode schema = describe(components, model, name);
            kind(schema.putArray("x-kubernetes-group-version-kind").addObject(), type);
        }
    }

    static void kind(ObjectNode node, ResourceType type) {
        node.put("group", type.group()).put("version", type.version()).put("kind", type.kind());
    }

    static String name(ResourceType type) {
        String group = type.group().isEmpty() ? "core" : type.group();
        return "io.k8s.api." + group + "." + type.version() + "." + type.kind();
    }

    private static @Nullable Class<?> model(ResourceType type) {
        String inner = PACKAGES.get(type.group());
        try {
            return inner == null ? null : Class.forName(MODEL + inner + type.kind());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private ObjectNode describe(ObjectNode components, Class<?> model, String name) {
        if (components.get(name) instanceof ObjectNode known) {
            return known;
        }
        ObjectNode schema = components.putObject(name).put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Field field : model.getDeclaredFields()) {
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            if (property != null && !Modifier.isStatic(field.getModifiers())) {
                describe(components, properties.putObject(property.value()), field.getGenericType());
            }
        }
        return schema;
    }

    private void describe(ObjectNode components, ObjectNode schema, Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] arguments = generic.getActualTypeArguments();
            if (List.class.isAssignableFrom(raw)) {
                schema.put("type", "array");
                describe(components, schema.putObject("items"), arguments[0]);
            } else {
                schema.put("type", "object");
                describe(components, schema.putObject("additionalProperties"), arguments[arguments.length - 1]);
            }
        } else if (type instanceof Class<?> plain) {
            describePlain(components, schema, plain);
        } else {
            schema.put("type", "object");
        }
    }

    private void describePlain(ObjectNode components, ObjectNode schema, Class<?> plain) {
        String name = plain.getSimpleName();
        if (plain == String.class || name.equals("MicroTime")) {
            schema.put("type", "string");
        } else if (name.equals("Quantity")) {
            schema.put("type", "string").put("format", "quantity");
        } else if (name.equals("IntOrString")) {
            schema.put("type", "string").put("format", "int-or-string");
        } else if (plain == Boolean.class || plain == boolean.class) {
            schema.put("type", "boolean");
        } else if (Number.class.isAssignableFrom(plain) || plain.isPrimitive()) {
            schema.put("type", "integer");
        } else if (plain.getName().startsWith(MODEL)) {
            String component = "io.k8s." + plain.getName().substring(MODEL.length());
            describe(components, plain, component);
            schema.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + component);
        } else {
            schema.put("type", "object");
        }
    }
}
