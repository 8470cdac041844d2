package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Karpenter NodeClaim. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record NodeClaimState(
        @Nullable String nodePool,
        @Nullable String nodeName,
        @Nullable String providerId,
        @Nullable String instanceType,
        List<Condition> conditions,
        @Nullable Instant createdAt,
        @Nullable Instant deletionTimestamp)
        implements FactBody {

    public NodeClaimState {
        conditions = Copies.list(conditions);
    }
}
