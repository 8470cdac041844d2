package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A condition as Kubernetes keeps it; status is {@code True}, {@code False} or {@code Unknown}. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Condition(
        String type,
        String status,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Instant lastTransitionTime) {

    public Condition {
        type = type == null ? "" : type;
        status = status == null ? "" : status;
    }

    public boolean is(String type, String status) {
        return this.type.equals(type) && this.status.equals(status);
    }
}
