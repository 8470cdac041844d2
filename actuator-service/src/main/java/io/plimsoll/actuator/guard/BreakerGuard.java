package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.Viewed;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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
                    "add nodes that take" + homeless(context) + "; it goes on at " + opens);
        }
        int count = failures.since().size();
        return count < settings.breakerFailures()
                ? Verdict.open()
                : Verdict.closed(
                        CODE,
                        count + " pods found no node while maintenance was under way, " + settings.breakerFailures()
                                + " are too many",
                        "add nodes that take" + homeless(context));
    }

    /** Those that still find no node; by now they may have found one. */
    private static String homeless(GuardContext context) {
        Set<String> known = context.situation().failures().since().keySet();
        List<String> names = context.view().unboundPods().stream()
                .filter(pod -> known.contains(pod.uid()))
                .map(Viewed::display)
                .sorted()
                .toList();
        return names.isEmpty()
                ? " what a drained node runs"
                : " " + OutNodes.listed(names) + " (kubectl describe pod says what they lack)";
    }
}
