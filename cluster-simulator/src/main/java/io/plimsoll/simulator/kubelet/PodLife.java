package io.plimsoll.simulator.kubelet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a pod on a node stands, and what comes next by itself.
 *
 * <pre>
 * STARTING ──▶ UNREADY ──▶ READY ──exit──▶ BACK_OFF ──▶ UNREADY …
 *                  └────────┴─────exit, no restart──▶ DONE
 * any ──deleted──▶ ENDING ──▶ gone
 * </pre>
 *
 * @param since when it came to this stage
 * @param restarts how often its containers have been started again
 */
record PodLife(Stage stage, Instant since, int restarts) {

    enum Stage {
        STARTING,
        UNREADY,
        READY,
        BACK_OFF,
        ENDING,
        DONE
    }

    enum Step {
        START,
        BECOME_READY,
        COMPLETE,
        CRASH,
        RESTART,
        REMOVE
    }

    /** What comes next and when. */
    record Next(Step step, Instant due) {}

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    /** A container that ran this long is forgiven its restarts. */
    static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

    /**
     * @param running when the containers were started last
     * @param grace the deletion's grace period
     */
    @Nullable
    Next next(PodBehaviour behaviour, Instant running, Duration grace) {
        return switch (stage) {
            case STARTING -> new Next(Step.START, since.plus(behaviour.startup()));
            case UNREADY -> unready(behaviour, running);
            case READY -> exit(behaviour, running);
            case BACK_OFF -> new Next(Step.RESTART, since.plus(backOff(restarts)));
            case ENDING ->
                new Next(
                        Step.REMOVE,
                        since.plus(behaviour.shutdown().compareTo(grace) < 0 ? behaviour.shutdown() : grace));
            case DONE -> null;
        };
    }

    private static @Nullable Next unready(PodBehaviour behaviour, Instant running) {
        Next exit = exit(behaviour, running);
        if (behaviour.neverReady()) {
            return exit;
        }
        var ready = new Next(Step.BECOME_READY, running.plus(behaviour.readyAfter()));
        return exit != null && exit.due.isBefore(ready.due) ? exit : ready;
    }

    private static @Nullable Next exit(PodBehaviour behaviour, Instant running) {
        if (behaviour.crashAfter() != null) {
            return new Next(Step.CRASH, running.plus(behaviour.crashAfter()));
        }
        return behaviour.runFor() == null ? null : new Next(Step.COMPLETE, running.plus(behaviour.runFor()));
    }

    /** 0, 10, 20, 40 … 300 s: the first restart is at once. */
    static Duration backOff(int restarts) {
        if (restarts == 0) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(restarts - 1, 10));
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }
}
