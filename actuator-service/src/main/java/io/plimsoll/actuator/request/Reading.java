package io.plimsoll.actuator.request;

import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of reading a record of the requests' topic. */
public sealed interface Reading {

    /**
     * It can be carried out.
     *
     * @param ignored fields of a newer minor version that this one doesn't know, by path
     */
    record Accepted(Request request, List<String> ignored) implements Reading {

        public Accepted {
            ignored = Copies.list(ignored);
        }
    }

    /**
     * It goes to the dead letters and, where the id could be read, is answered {@code rejected}.
     *
     * @param id null where none could be read, or the one given can't be a key
     * @param causes at least one, each naming its field as object
     */
    record Refused(@Nullable String id, List<Cause> causes) implements Reading {

        public Refused {
            causes = Copies.list(causes);
            if (causes.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a cause");
            }
        }
    }

    /** It can be carried out, and its signature says by whom it is asked for. */
    record Signed(Request request, Warrant warrant) implements Reading {}

    /**
     * Nobody knows who asks: it is answered {@code rejected}, but doesn't take the id from whoever may use it.
     *
     * @param id null where none could be read
     */
    record Untrusted(@Nullable String id, Cause cause) implements Reading {}

    /** It is addressed to another cluster, whose actuator will answer: nothing to do, nothing to say. */
    record Elsewhere(String cluster) implements Reading {}

    /** A null value: what a compaction or a person deleted. Nothing to do. */
    record Nothing() implements Reading {}
}
