package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a node.
 *
 * @param cordonedAt since when it takes no pods; null while it does
 * @param cordonTimeKnown whether that was seen or said, not merely found so in a list
 * @param readySince since when its Ready condition has its status
 * @param unreadySince since when it isn't ready, be that False or Unknown in turn; null while it is
 * @param readyChanges when it became ready or stopped being it, the last half hour's, oldest first
 * @param reboots when its boot id was seen to change, the last day's, oldest first
 * @param goneAt when it was deleted; null while it is there
 */
public record NodeTrail(
        @Nullable Instant cordonedAt,
        boolean cordonTimeKnown,
        @Nullable String readyStatus,
        @Nullable Instant readySince,
        @Nullable Instant unreadySince,
        List<Instant> readyChanges,
        @Nullable String bootId,
        List<Instant> reboots,
        @Nullable Instant goneAt) {

    static final NodeTrail NEW = new NodeTrail(null, false, null, null, null, List.of(), null, List.of(), null);

    public NodeTrail {
        readyChanges = Copies.list(readyChanges);
        reboots = Copies.list(reboots);
    }
}
