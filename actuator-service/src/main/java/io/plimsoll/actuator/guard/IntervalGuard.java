package io.plimsoll.actuator.guard;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** INTERVAL: some time has passed since another node was started or finished. */
public record IntervalGuard() implements Guard {

    public static final String CODE = "INTERVAL";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        Instant last = last(context);
        Duration interval = context.settings().interval();
        if (last == null || !context.now().isBefore(last.plus(interval))) {
            return Verdict.open();
        }
        Instant opens = last.plus(interval);
        return Verdict.closedUntil(
                opens,
                CODE,
                "the node before was started or finished at " + last + ", " + interval + " must lie between nodes",
                "wait until " + opens);
    }

    private static @Nullable Instant last(GuardContext context) {
        Instant last = context.situation().lastGivenBack();
        for (Underway underway : context.situation().underway()) {
            boolean other = !underway.node().equals(context.candidate().node());
            last = other && (last == null || underway.startedAt().isAfter(last)) ? underway.startedAt() : last;
        }
        for (PastDrain drain : context.situation().history()) {
            last = last == null || drain.finishedAt().isAfter(last) ? drain.finishedAt() : last;
        }
        return last;
    }
}
