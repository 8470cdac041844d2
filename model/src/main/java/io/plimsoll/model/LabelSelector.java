package io.plimsoll.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes label selector. Empty selects everything; where Kubernetes gives none, the field that holds it is null.
 *
 * <p>Source: {@code metav1.LabelSelectorAsSelector}.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

    /**
     * One expression.
     *
     * @param operator In, NotIn, Exists, DoesNotExist; for node affinity also Gt and Lt
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Requirement(String key, String operator, List<String> values) {

        public Requirement {
            key = key == null ? "" : key;
            operator = operator == null ? "" : operator;
            values = Copies.list(values);
        }

        /** Whether labels satisfy this expression; an unknown operator matches nothing. */
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                case "Gt" -> compared(value) > 0;
                case "Lt" -> compared(value) < 0;
                default -> false;
            };
        }

        /** The sign of label minus bound; 0 where either is no integer, so that neither Gt nor Lt holds. */
        private int compared(@Nullable String value) {
            if (value == null || values.size() != 1) {
                return 0;
            }
            try {
                return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    public LabelSelector {
        matchLabels = Copies.map(matchLabels);
        matchExpressions = Copies.list(matchExpressions);
    }

    public static LabelSelector ofLabels(Map<String, String> labels) {
        return new LabelSelector(labels, List.of());
    }

    /** Whether it selects every object. */
    public boolean selectsAll() {
        return matchLabels.isEmpty() && matchExpressions.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        for (var wanted : matchLabels.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        for (Requirement requirement : matchExpressions) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
