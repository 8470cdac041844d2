package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a replay file. */
sealed interface ReplayLine {

    /** A recorded fact, to be given to the analysis as it is. */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way through; never compared
    record Recorded(
            String key,
            Map<String, String> headers,
            byte @Nullable [] value,
            @Nullable Instant at) implements ReplayLine {}

    /** An object as a list held it or a watch delivered it. */
    record Seen(Instant at, String cluster, WatchType type, JsonNode object) implements ReplayLine {}

    /** A lost or a regained watch. */
    record Gap(Instant at, String cluster, String resource, boolean restored) implements ReplayLine {}

    /** Nothing happens until then. */
    record End(Instant at) implements ReplayLine {}

    /** SNAPSHOT: an item of a list. The others as the API server's watch names them. */
    enum WatchType {
        SNAPSHOT,
        ADDED,
        MODIFIED,
        DELETED
    }
}
