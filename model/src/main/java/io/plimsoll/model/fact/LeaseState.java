package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A node's lease. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record LeaseState(
        @Nullable String holder,
        @Nullable Instant renewedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer durationSeconds)
        implements FactBody {}
