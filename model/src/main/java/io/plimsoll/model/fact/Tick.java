package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log's clock, every 5 s of cluster time. Timers of the analysis run on it, never on a machine's clock.
 *
 * @param at the watcher's clock
 * @param resources how current each resource is, by its plural name ({@code pods}, {@code usage})
 * @param serverSkewMillis API server's clock minus the watcher's; null where not yet measured
 * @param oldestUnsentMillis age of the oldest fact not yet taken by the broker; 0 when none waits
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Tick(
        Instant at,
        Map<String, Currency> resources,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long serverSkewMillis,
        long oldestUnsentMillis)
        implements FactBody {

    public Tick {
        resources = Copies.map(resources);
    }

    /**
     * How current the view of one resource is.
     *
     * @param ageMillis machine time since the stream last showed a sign of life
     * @param reason why it isn't current; null when it is
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Currency(
            Standing standing, long ageMillis, @Nullable String reason) {

        public Currency {
            standing = standing == null ? Standing.SYNCING : standing;
        }

        public boolean current() {
            return standing == Standing.CURRENT;
        }
    }

    /** SYNCING: first list under way. ABSENT: the API isn't served. FORBIDDEN: a verb is missing. */
    public enum Standing {
        SYNCING,
        CURRENT,
        GAP,
        ABSENT,
        FORBIDDEN
    }
}
