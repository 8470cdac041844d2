package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a pod puts up with.
 *
 * @param key null tolerates every key, with operator Exists
 * @param effect null tolerates every effect
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Toleration(
        @Nullable String key,
        @Nullable String operator,
        @Nullable String value,
        @Nullable String effect,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long seconds) {

    /** Source: {@code k8s.io/component-helpers/scheduling/corev1/helpers.go}. */
    public boolean tolerates(Taint taint) {
        if (effect != null && !effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (key != null && !key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return "Exists".equals(operator)
                || (value == null ? "" : value).equals(taint.value() == null ? "" : taint.value());
    }
}
