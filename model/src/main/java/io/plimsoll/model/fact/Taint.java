package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A node's taint; {@code timeAdded} is set by the controllers that add it, rarely by people. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Taint(
        String key,
        @Nullable String value,
        String effect,
        @Nullable Instant timeAdded) {

    public Taint {
        key = key == null ? "" : key;
        effect = effect == null ? "" : effect;
    }
}
