package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one object and the fact that told it.
 *
 * @param revision its resource version ({@link Revision})
 * @param otherVersion the resource version where it is no such number
 * @param seen when the watcher saw this state ({@link Moment})
 * @param partition of {@code plimsoll.facts} that the fact lies in, at {@code offset}
 */
public record Tracked<B extends FactBody>(
        ObjectRef ref, long revision, @Nullable String otherVersion, long seen, int partition, long offset, B body) {

    /** As the fact tells it; {@code ref} and {@code body} are equal to its own. */
    static <B extends FactBody> Tracked<B> of(Fact fact, Position position, ObjectRef ref, B body) {
        long revision = Revision.of(fact.resourceVersion());
        return new Tracked<>(
                ref,
                revision,
                revision == Revision.NONE ? fact.resourceVersion() : null,
                Moment.of(fact.observedAt()),
                position.partition(),
                position.offset(),
                body);
    }

    public String name() {
        return ref.name();
    }

    public @Nullable String resourceVersion() {
        return revision == Revision.NONE ? otherVersion : Long.toString(revision);
    }

    /** When the watcher saw this state. */
    public Instant observedAt() {
        return Moment.instant(seen);
    }

    /** Whether a redelivered fact says nothing new. */
    boolean sameVersion(Fact fact) {
        String version = fact.resourceVersion();
        boolean same = revision == Revision.NONE
                ? version != null && version.equals(otherVersion)
                : revision == Revision.of(version);
        return same && Objects.equals(ref.uid(), fact.uid());
    }

    /** The fact as a piece of evidence, with what of it mattered. */
    public Evidence evidence(Map<String, Object> fields) {
        return new Evidence(
                partition,
                offset,
                ref.kind(),
                ref.namespace(),
                ref.name(),
                ref.uid(),
                resourceVersion(),
                observedAt(),
                fields);
    }
}
