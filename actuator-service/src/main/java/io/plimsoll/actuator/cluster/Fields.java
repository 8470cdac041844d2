package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.Quantity;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads fields of a Kubernetes object; what is absent or of another type reads as nothing. */
final class Fields {

    private Fields() {}

    static @Nullable String text(JsonNode holder, String field) {
        JsonNode value = holder.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    static String textOr(JsonNode holder, String field, String otherwise) {
        String value = text(holder, field);
        return value == null ? otherwise : value;
    }

    static @Nullable Long number(JsonNode holder, String field) {
        JsonNode value = holder.path(field);
        return value.isIntegralNumber() ? value.asLong() : null;
    }

    static @Nullable Integer integer(JsonNode holder, String field) {
        Long value = number(holder, field);
        return value == null ? null : value.intValue();
    }

    static int integerOr(JsonNode holder, String field, int otherwise) {
        return holder.path(field).asInt(otherwise);
    }

    static @Nullable Instant instant(JsonNode holder, String field) {
        String value = text(holder, field);
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static Map<String, String> texts(JsonNode holder, String field) {
        Map<String, String> all = new LinkedHashMap<>();
        holder.path(field)
                .properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
        return all;
    }

    static <T> List<T> list(JsonNode holder, String field, Function<JsonNode, @Nullable T> read) {
        List<T> all = new ArrayList<>();
        for (JsonNode each : holder.path(field)) {
            T item = read.apply(each);
            if (item != null) {
                all.add(item);
            }
        }
        return all;
    }

    static List<String> words(JsonNode holder, String field) {
        return list(holder, field, JsonNode::asText);
    }

    static Resources resources(JsonNode holder, String field) {
        JsonNode list = holder.path(field);
        if (list.isEmpty()) {
            return Resources.NONE;
        }
        Map<String, Long> other = new HashMap<>();
        for (var entry : list.properties()) {
            switch (entry.getKey()) {
                case "cpu", "memory", "ephemeral-storage", "pods" -> {}
                default -> other.put(entry.getKey(), amount(list, entry.getKey(), Quantity::wholeUnits));
            }
        }
        return new Resources(
                amount(list, "cpu", Quantity::milliUnits),
                amount(list, "memory", Quantity::wholeUnits),
                amount(list, "ephemeral-storage", Quantity::wholeUnits),
                amount(list, "pods", Quantity::wholeUnits),
                other);
    }

    private static long amount(JsonNode list, String name, Function<Quantity, Long> unit) {
        String text = text(list, name);
        try {
            return text == null ? 0 : unit.apply(Quantity.parse(text));
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    static List<Condition> conditions(JsonNode status) {
        return list(
                status,
                "conditions",
                each -> new Condition(
                        textOr(each, "type", ""),
                        textOr(each, "status", ""),
                        text(each, "reason"),
                        text(each, "message"),
                        instant(each, "lastTransitionTime")));
    }

    static @Nullable LabelSelector selector(JsonNode holder, String field) {
        JsonNode selector = holder.path(field);
        return selector.isObject()
                ? new LabelSelector(texts(selector, "matchLabels"), requirements(selector, "matchExpressions"))
                : null;
    }

    static List<LabelSelector.Requirement> requirements(JsonNode holder, String field) {
        return list(
                holder,
                field,
                each -> new LabelSelector.Requirement(
                        textOr(each, "key", ""), textOr(each, "operator", ""), words(each, "values")));
    }

    static @Nullable OwnerRef controller(JsonNode object) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return new OwnerRef(textOr(owner, "kind", ""), textOr(owner, "name", ""), text(owner, "uid"));
            }
        }
        return null;
    }

    static Toleration toleration(JsonNode each) {
        return new Toleration(
                text(each, "key"),
                text(each, "operator"),
                text(each, "value"),
                text(each, "effect"),
                number(each, "tolerationSeconds"));
    }

    static TopologySpread spread(JsonNode each) {
        return new TopologySpread(
                integerOr(each, "maxSkew", 1),
                textOr(each, "topologyKey", ""),
                textOr(each, "whenUnsatisfiable", ""),
                selector(each, "labelSelector"),
                integer(each, "minDomains"),
                text(each, "nodeAffinityPolicy"),
                text(each, "nodeTaintsPolicy"),
                words(each, "matchLabelKeys"));
    }
}
