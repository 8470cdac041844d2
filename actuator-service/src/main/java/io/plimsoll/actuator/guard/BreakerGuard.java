package io.plimsoll.actuator.guard;

import java.time.Instant;

/** BREAKER: pods don't fail to find nodes while maintenance is under way; when they did, everything rests for a while. */
public record BreakerGuard() implements Guard {

    public static final String CODE = "BREAKER";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        SchedulingFailures failures = context.situation().failures();
        GuardSettings settings = context.settings();
        Instant tripped = failures.trippedAt();
        if (tripped != null && context.now().isBefore(tripped.plus(settings.breakerRest()))) {
            Instant opens = tripped.plus(settings.breakerRest());
            return Verdict.closedUntil(
                    opens,
                    CODE,
                    "at " + tripped + " there were " + settings.breakerFailures()
                            + " pods or more without a node while maintenance was under way: everything rests",
                    "add capacity; it goes on at " + opens);
        }
        int count = failures.since().size();
        return count < settings.breakerFailures()
                ? Verdict.open()
                : Verdict.closed(
                        CODE,
                        count + " pods found no node while maintenance was under way, " + settings.breakerFailures()
                                + " are too many",
                        "add capacity");
    }
}
