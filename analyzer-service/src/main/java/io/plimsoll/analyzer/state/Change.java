package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one fact changed in the state.
 *
 * @param before the object as it was ({@link PodView}, else {@link Tracked}); null where it wasn't known
 * @param after as it is now; null where it is gone, or the fact is of no object that is kept
 */
public record Change(
        Fact fact,
        Position position,
        What what,
        @Nullable Object before,
        @Nullable Object after) {

    /** OBSERVED: a fact of no lasting object: an event, a usage sample, a control record. */
    public enum What {
        ADDED,
        UPDATED,
        DELETED,
        OBSERVED
    }

    public String kind() {
        return fact.kind();
    }

    public ObjectRef ref() {
        return fact.object();
    }

    /** When the watcher saw it. */
    public Instant at() {
        return fact.observedAt();
    }

    /** Whether it happened while watching; a list only says what is so. */
    public boolean transition() {
        return fact.isTransition();
    }

    /** A deletion counts even when it was found by comparing lists: it happened, the time is an upper bound. */
    public boolean deletion() {
        return what == What.DELETED && fact.origin() != Origin.SNAPSHOT;
    }

    public @Nullable PodView podBefore() {
        return before instanceof PodView pod ? pod : null;
    }

    public @Nullable PodView podAfter() {
        return after instanceof PodView pod ? pod : null;
    }

    /** The pod as it is, or as it was where it is gone; null for other kinds. */
    public @Nullable PodView pod() {
        return after == null ? podBefore() : podAfter();
    }

    public <B extends FactBody> @Nullable Tracked<B> before(Class<B> type) {
        return tracked(before, type);
    }

    public <B extends FactBody> @Nullable Tracked<B> after(Class<B> type) {
        return tracked(after, type);
    }

    /** The fact's own body where it is of that type: for events, usage and control records. */
    public <B extends FactBody> @Nullable B body(Class<B> type) {
        return type.isInstance(fact.body()) ? type.cast(fact.body()) : null;
    }

    @SuppressWarnings("unchecked")
    private static <B extends FactBody> @Nullable Tracked<B> tracked(@Nullable Object object, Class<B> type) {
        return object instanceof Tracked<?> tracked && type.isInstance(tracked.body()) ? (Tracked<B>) tracked : null;
    }
}
