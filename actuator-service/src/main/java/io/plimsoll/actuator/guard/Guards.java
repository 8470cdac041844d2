package io.plimsoll.actuator.guard;

import java.util.List;

/** All guards. */
public final class Guards {

    private static final List<Guard> IN_ORDER = List.of(
            new WindowGuard(),
            new PausedGuard(),
            new ConcurrencyGuard(),
            new IntervalGuard(),
            new CapacityGuard(),
            new BudgetsGuard(),
            new SoakGuard(),
            new BreakerGuard(),
            new QuorumGuard(),
            new ClaimGuard(),
            new FreshGuard());

    private Guards() {}

    /** The guards in the order answers name them. */
    public static List<Guard> list() {
        return IN_ORDER;
    }

    /** Every closed one; empty means go. */
    public static List<Verdict.Closed> all(GuardContext context) {
        return list().stream()
                .map(guard -> ask(guard, context))
                .filter(Verdict.Closed.class::isInstance)
                .map(Verdict.Closed.class::cast)
                .toList();
    }

    /** A guard that can't be evaluated is closed. */
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
