package io.plimsoll.actuator.guard;

import java.util.List;

/** All guards. */
public final class Guards {

    private Guards() {}

    /** The guards in the order answers name them. */
    public static List<Guard> list() {
        return List.of();
    }

    /** Every closed one; empty means go. */
    public static List<Verdict.Closed> all(GuardContext context) {
        return list().stream()
                .map(guard -> ask(guard, context))
                .filter(Verdict.Closed.class::isInstance)
                .map(Verdict.Closed.class::cast)
                .toList();
    }

    private static Verdict ask(Guard guard, GuardContext context) {
        try {
            return guard.judge(context);
        } catch (RuntimeException e) {
            return Verdict.closed(
                    guard.code(),
                    "guard " + guard.code() + " could not be evaluated for node "
                            + context.candidate().node() + ": " + e,
                    "nothing is done until it can; please report this");
        }
    }
}
