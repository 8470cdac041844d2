package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;

/** When a resource had to be listed anew, the last while's, oldest first. */
public record RelistTrail(List<Instant> at) {

    public RelistTrail {
        at = Copies.list(at);
    }
}
