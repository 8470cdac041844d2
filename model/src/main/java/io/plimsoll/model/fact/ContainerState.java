package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod: what it asks for and how it fares.
 *
 * @param type how Kubernetes runs it
 * @param state {@code Waiting}, {@code Running}, {@code Terminated}; null before the kubelet reported
 * @param lastTermination how the previous incarnation ended
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ContainerState(
        String name,
        Type type,
        Resources requests,
        Resources limits,
        boolean ready,
        int restarts,
        @Nullable String containerId,
        @Nullable String state,
        @Nullable String reason,
        @Nullable Instant startedAt,
        @Nullable Termination termination,
        @Nullable Termination lastTermination) {

    public ContainerState {
        name = name == null ? "" : name;
        type = type == null ? Type.REGULAR : type;
        requests = requests == null ? Resources.NONE : requests;
        limits = limits == null ? Resources.NONE : limits;
    }

    /** An init container ends before the others start; a sidecar is an init container that goes on running. */
    public enum Type {
        REGULAR,
        INIT,
        SIDECAR
    }

    /** How an incarnation ended; {@code exitCode} 137 alone is no OOM kill. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Termination(
            @Nullable String reason,
            int exitCode,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String containerId) {}
}
