package io.plimsoll.watcher.project;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.EventState;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an Event, with what is new in its series.
 *
 * <p>Recorders fill times and counts in two ways: the old one {@code count}, {@code firstTimestamp} and
 * {@code lastTimestamp}, the new one {@code eventTime} and {@code series}. Any of them may be null.
 */
final class EventProjection {

    private static final String AGGREGATED = "(combined from similar events)";

    private EventProjection() {}

    static EventState of(KubernetesObject object, Reading event, Surroundings surroundings) {
        Reading series = event.at("series");
        Reading source = event.at("source");
        ObjectRef involved = involved(event.has("regarding") ? event.at("regarding") : event.at("involvedObject"));
        int count = Math.max(1, Math.max(event.integerOr("count", 0), series.integerOr("count", 0)));
        int counted = surroundings.counted(object.namespace(), object.name(), object.uid());
        String message = event.has("note") ? event.text("note") : event.text("message");
        return new EventState(
                event.text("type"),
                event.textOr("reason", ""),
                Objects.requireNonNullElse(Parts.shortened(message), ""),
                involved,
                uidMatch(involved, surroundings),
                count,
                Math.max(0, count - counted),
                earliest(event),
                latest(event, series),
                source.text("component") == null ? event.text("reportingComponent") : source.text("component"),
                source.text("host"),
                message != null && message.startsWith(AGGREGATED));
    }

    private static ObjectRef involved(Reading reference) {
        return new ObjectRef(
                reference.textOr("kind", ""),
                reference.text("namespace"),
                reference.textOr("name", ""),
                reference.text("uid"));
    }

    private static @Nullable Boolean uidMatch(ObjectRef involved, Surroundings surroundings) {
        String uid = involved.uid();
        if (uid == null || uid.isEmpty()) {
            return null;
        }
        // The kubelet gives a node's name for its uid.
        if (involved.kind().equals("Node") && uid.equals(involved.name())) {
            return null;
        }
        String namespace = involved.namespace();
        return surroundings.bears(involved.kind(), namespace == null ? "" : namespace, involved.name(), uid);
    }

    private static @Nullable Instant earliest(Reading event) {
        return firstPresent(
                event.instant("firstTimestamp"),
                event.instant("eventTime"),
                event.at("metadata").instant("creationTimestamp"));
    }

    private static @Nullable Instant latest(Reading event, Reading series) {
        return firstPresent(
                series.instant("lastObservedTime"),
                event.instant("lastTimestamp"),
                event.instant("eventTime"),
                event.instant("firstTimestamp"),
                event.at("metadata").instant("creationTimestamp"));
    }

    private static @Nullable Instant firstPresent(@Nullable Instant... times) {
        return Stream.of(times).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
