package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.fact.FactBody;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one object and the fact that told it.
 *
 * @param observedAt when the watcher saw this state
 */
public record Tracked<B extends FactBody>(
        ObjectRef ref, @Nullable String resourceVersion, Instant observedAt, Position position, B body) {

    public String name() {
        return ref.name();
    }

    /** The fact as a piece of evidence, with what of it mattered. */
    public Evidence evidence(Map<String, Object> fields) {
        return new Evidence(
                position.partition(),
                position.offset(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                ref.uid(),
                resourceVersion,
                observedAt,
                fields);
    }
}
