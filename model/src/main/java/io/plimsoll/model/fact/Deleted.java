package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The object is gone. A null tombstone of the same key follows. With origin RELIST_DIFF the time is an upper bound. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Deleted(@Nullable Instant deletedAt) implements FactBody {}
