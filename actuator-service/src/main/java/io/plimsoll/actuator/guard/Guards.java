package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** Those that speak of the cluster, whatever the node. */
    private static final List<Guard> OF_THE_CLUSTER = List.of(
            new WindowGuard(),
            new ConcurrencyGuard(),
            new IntervalGuard(),
            new CapacityGuard(),
            new SoakGuard(),
            new BreakerGuard(),
            new FreshGuard());

    private Guards() {}

    /** The guards in the order answers name them. */
    public static List<Guard> list() {
        return IN_ORDER;
    }

    /** Every closed one; empty means go. */
    public static List<Verdict.Closed> all(GuardContext context) {
        return closed(IN_ORDER, context);
    }

    /**
     * What is closed for no node in particular: asked for a node that is in service, since one that is out, or that somebody
     * is at work on, has troubles of its own; and every pause, whatever it covers.
     */
    public static List<Verdict.Closed> anywhere(
            ClusterView view, Situation situation, GuardSettings settings, Instant now) {
        String any = view.nodes().stream()
                .sorted(Comparator.comparing(
                                (Viewed<NodeState> node) -> !inService(node.state(), situation, node.name()))
                        .thenComparing(Viewed::name))
                .map(Viewed::name)
                .findFirst()
                .orElse("");
        var context =
                new GuardContext(view, new Candidate("", any, DrainOptions.DEFAULTS, null), situation, settings, now);
        List<Verdict.Closed> closed = new ArrayList<>(closed(OF_THE_CLUSTER, context));
        if (PausedGuard.any(situation.pauses(), now) instanceof Verdict.Closed paused) {
            closed.add(paused);
        }
        return closed;
    }

    private static boolean inService(NodeState node, Situation situation, String name) {
        return node.ready()
                && !node.unschedulable()
                && OutNodes.removalTaint(node) == null
                && situation.underway().stream().noneMatch(ours -> ours.node().equals(name));
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
