package io.plimsoll.analyzer.lifecycle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one alert stands; no life at all is inactive. {@code since} says from when on each condition has held. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Life.Pending.class, name = "PENDING"),
    @JsonSubTypes.Type(value = Life.Firing.class, name = "FIRING"),
    @JsonSubTypes.Type(value = Life.Stale.class, name = "STALE"),
    @JsonSubTypes.Type(value = Life.Resolved.class, name = "RESOLVED")
})
public sealed interface Life {

    Identity identity();

    /** What was found when it was last looked at. */
    Finding finding();

    /** The condition holds, not yet long enough. */
    record Pending(Identity identity, Map<String, Instant> since, Finding finding) implements Life {

        public Pending {
            since = Copies.map(since);
        }
    }

    /**
     * It fires.
     *
     * @param clearSince since when the condition has been gone; null while it isn't
     * @param lowerSince since when a lower severity would do; null while it wouldn't
     */
    record Firing(
            Identity identity,
            Episode episode,
            Map<String, Instant> since,
            Finding finding,
            List<String> suppressedBy,
            @Nullable Instant clearSince,
            @Nullable Instant lowerSince,
            Instant publishedAt)
            implements Life {

        public Firing {
            since = Copies.map(since);
            suppressedBy = Copies.list(suppressedBy);
        }
    }

    /** It fired when its inputs were lost. */
    record Stale(Firing was, Instant staleSince, Instant publishedAt) implements Life {

        @Override
        public Identity identity() {
            return was.identity();
        }

        @Override
        public Finding finding() {
            return was.finding();
        }
    }

    /** It is over; {@code since} is of conditions that have come back meanwhile. */
    record Resolved(
            Identity identity,
            Episode episode,
            Instant resolvedAt,
            String reason,
            Map<String, Instant> since,
            Finding finding)
            implements Life {

        public Resolved {
            since = Copies.map(since);
        }
    }
}
