package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A PersistentVolumeClaim. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ClaimState(
        @Nullable String phase,
        @Nullable String volumeName,
        @Nullable String storageClass,
        @Nullable String bindingMode,
        @Nullable Instant createdAt,
        @Nullable Instant deletionTimestamp)
        implements FactBody {}
