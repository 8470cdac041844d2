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
 */
public record ContainerView(
        String name,
        boolean ready,
        int restarts,
        @Nullable String state,
        @Nullable String reason,
        @Nullable Instant startedAt,
        @Nullable Termination termination,
        @Nullable Termination lastTermination) {

    static ContainerView of(ContainerState container, Interned interned) {
        return new ContainerView(
                interned.text(container.name()),
                container.ready(),
                container.restarts(),
                interned.textOrNull(container.state()),
                interned.textOrNull(container.reason()),
                container.startedAt(),
                slim(container.termination(), interned),
                slim(container.lastTermination(), interned));
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

    public boolean waitingFor(String reason) {
        return "Waiting".equals(state) && reason.equals(this.reason);
    }
}
