package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a resource had to be listed anew, the last while's, oldest first.
 *
 * @param expiredAt the latest of them that the API server asked for (410): changes may have been missed
 */
public record RelistTrail(List<Instant> at, @Nullable Instant expiredAt) {

    public RelistTrail {
        at = Copies.list(at);
    }
}
