package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A label selector. Of policy/v1 and apps/v1: {@code {}} matches all, an absent selector matches none.
 *
 * @param requirements all must hold; {@code null} matches nothing
 */
public record Selector(@Nullable List<Requirement> requirements) {

    public static final Selector NOTHING = new Selector(null);
    public static final Selector EVERYTHING = new Selector(List.of());

    /** One condition on one label; {@code Gt} and {@code Lt} occur in node selectors only. */
    public record Requirement(String key, String operator, Set<String> values) {

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                case "Gt" -> compare(value) > 0;
                case "Lt" -> compare(value) < 0;
                default ->
                    throw new IllegalArgumentException("\"" + operator + "\" is not a valid label selector operator");
            };
        }

        private int compare(@Nullable String value) {
            try {
                return value == null
                        ? 0
                        : Long.compare(
                                Long.parseLong(value),
                                Long.parseLong(values.iterator().next()));
            } catch (NumberFormatException _) {
                return 0; // no number is neither greater nor less
            }
        }
    }

    /** @throws IllegalArgumentException for an operator Kubernetes doesn't know */
    public static Selector of(JsonNode selector) {
        if (selector.isMissingNode() || selector.isNull()) {
            return NOTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        Fields.texts(selector, "matchLabels")
                .forEach((key, value) -> requirements.add(new Requirement(key, "In", Set.of(value))));
        requirements.addAll(expressions(Fields.at(selector, "matchExpressions")));
        return new Selector(List.copyOf(requirements));
    }

    /** Expressions alone, as node selector terms hold them. */
    public static List<Requirement> expressions(JsonNode expressions) {
        List<Requirement> requirements = new ArrayList<>();
        for (JsonNode expression : expressions) {
            var requirement = new Requirement(
                    Fields.text(expression, "key"),
                    Fields.text(expression, "operator"),
                    Fields.items(expression, "values").stream()
                            .map(JsonNode::asText)
                            .collect(Collectors.toUnmodifiableSet()));
            requirement.matches(Map.of()); // an unknown operator fails here, not at the first pod
            requirements.add(requirement);
        }
        return requirements;
    }

    public boolean matches(Map<String, String> labels) {
        if (requirements == null) {
            return false;
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
