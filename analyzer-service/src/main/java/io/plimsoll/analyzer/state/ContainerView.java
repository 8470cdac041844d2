package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.ContainerState.Termination;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one container fares; its amounts are in the pod's {@link PodShape}.
 *
 * @param restarts the kubelet's own total; with the pod's uid it names an incarnation
 * @param state {@code Waiting}, {@code Running} or {@code Terminated}
 * @param started when the present run began ({@link Moment})
 * @param ends null where it has never ended
 */
public record ContainerView(
        String name,
        boolean ready,
        int restarts,
        @Nullable String state,
        @Nullable String reason,
        long started,
        @Nullable Ends ends) {

    /** How it ended, now and the time before. */
    record Ends(@Nullable Termination now, @Nullable Termination last) {

        static @Nullable Ends of(ContainerState container, Interned interned) {
            return container.termination() == null && container.lastTermination() == null
                    ? null
                    : new Ends(slim(container.termination(), interned), slim(container.lastTermination(), interned));
        }

        private static @Nullable Termination slim(@Nullable Termination ended, Interned interned) {
            return ended == null
                    ? null
                    : new Termination(
                            interned.textOrNull(ended.reason()),
                            ended.exitCode(),
                            ended.startedAt(),
                            ended.finishedAt(),
                            null);
        }
    }

    static ContainerView of(ContainerState container, Interned interned) {
        return new ContainerView(
                interned.text(container.name()),
                container.ready(),
                container.restarts(),
                interned.textOrNull(container.state()),
                interned.textOrNull(container.reason()),
                Moment.of(container.startedAt()),
                Ends.of(container, interned));
    }

    public @Nullable Instant startedAt() {
        return Moment.orNull(started);
    }

    public @Nullable Termination termination() {
        return ends == null ? null : ends.now();
    }

    public @Nullable Termination lastTermination() {
        return ends == null ? null : ends.last();
    }

    public boolean waitingFor(String reason) {
        return "Waiting".equals(state) && reason.equals(this.reason);
    }
}
