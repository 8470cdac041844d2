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

    /** By which evictions stop at once, and not only the next node. */
    private static final List<Guard> HOLDING = List.of(new WindowGuard(), new PausedGuard(), new BreakerGuard());

    private Guards() {}

    /** The guards in the order answers name them. */
    public static List<Guard> list() {
        return IN_ORDER;
    }

    /** Every closed one; empty means go. */
    public static List<Verdict.Closed> all(GuardContext context) {
        return closed(IN_ORDER, context);
    }

    /** Every closed one of those that hold up also what is under way. */
    public static List<Verdict.Closed> holding(GuardContext context) {
        return closed(HOLDING, context);
    }

    /** What another maintainer's work on the node says: all that holds back a node's return. */
    public static List<Verdict.Closed> claims(GuardContext context) {
        return closed(List.of(new ClaimGuard()), context);
    }

    private static List<Verdict.Closed> closed(List<Guard> asked, GuardContext context) {
        return asked.stream()
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
