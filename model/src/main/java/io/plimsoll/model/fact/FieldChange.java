package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which field manager last wrote a field, and when; from {@code managedFields}. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record FieldChange(String manager, @Nullable Instant at) {

    public FieldChange {
        manager = manager == null ? "" : manager;
    }
}
