package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.PodFilter.Finding;
import io.plimsoll.actuator.plan.PodFilter.Subject;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API server would let a pod go, as its eviction handler decides it.
 *
 * <p>Source: {@code pkg/registry/core/pod/storage/eviction.go}. Pods that are pending don't count; more than one budget
 * is refused; an unready pod goes if its budget says AlwaysAllow, or is met without it; else the budget must have been
 * counted since its last change, and allow one.
 */
final class BudgetFilter {

    private BudgetFilter() {}

    static @Nullable Finding judge(Subject subject) {
        if ("Pending".equals(subject.state().phase())) {
            return null;
        }
        List<Viewed<BudgetState>> covering = subject.tally().covering(subject.pod());
        return switch (covering.size()) {
            case 0 -> null;
            case 1 -> single(subject, covering.getFirst());
            default -> overlap(subject, covering);
        };
    }

    private static Finding overlap(Subject subject, List<Viewed<BudgetState>> covering) {
        String names = covering.stream().map(Viewed::display).collect(Collectors.joining(" and "));
        return subject.is(
                PodClass.PDB_OVERLAP,
                subject.name() + " is covered by " + covering.size() + " PDBs (" + names
                        + "): the API server refuses to evict it",
                "narrow their selectors so that only one covers it");
    }

    private static @Nullable Finding single(Subject subject, Viewed<BudgetState> budget) {
        BudgetState state = budget.state();
        if (!subject.state().ready() && letsUnreadyGo(state)) {
            return null;
        }
        Condition failed = countFailed(state);
        if (failed != null) {
            return uncounted(subject, budget, failed);
        }
        if (state.observedGeneration() < state.generation()) {
            return blocked(
                    subject,
                    budget,
                    "PDB " + budget.display() + " changed and has not been counted since (generation "
                            + state.generation() + ", counted " + state.observedGeneration() + ")",
                    "wait for the disruption controller");
        }
        if (state.disruptionsAllowed() > subject.tally().taken(budget)) {
            subject.tally().take(budget);
            return null;
        }
        if (state.disruptionsAllowed() > 0) {
            return blocked(
                    subject,
                    budget,
                    subject.name() + " follows later: PDB " + budget.display() + " allows " + state.disruptionsAllowed()
                            + " at a time, taken by other pods of this node",
                    "none needed: it goes once their replacements are Ready");
        }
        BudgetHope hope = subject.tally().hope(budget);
        return hope.never() ? never(subject, budget, hope) : tooFew(subject, budget, hope);
    }

    /** Its status then stays at the generation that was counted last: no waiting for it would help. */
    private static Finding uncounted(Subject subject, Viewed<BudgetState> budget, Condition failed) {
        BudgetHope hope = subject.tally().hope(budget);
        return hope.never()
                ? never(subject, budget, hope)
                : blocked(
                        subject,
                        budget,
                        "PDB " + budget.display() + " could not be counted (SyncFailed): " + failed.message(),
                        "mend the controller of its pods, or the PDB's selector");
    }

    /** Why the disruption controller gave up counting; null while it counts. */
    private static @Nullable Condition countFailed(BudgetState state) {
        return state.conditions().stream()
                .filter(condition ->
                        condition.is("DisruptionAllowed", "False") && "SyncFailed".equals(condition.reason()))
                .findFirst()
                .orElse(null);
    }

    /** Whether the pod's eviction takes one of what the budget allows: one that is let go in any case takes nothing. */
    static boolean draws(PodState pod, BudgetState budget) {
        return !"Pending".equals(pod.phase()) && (pod.ready() || !letsUnreadyGo(budget));
    }

    private static boolean letsUnreadyGo(BudgetState state) {
        return "AlwaysAllow".equals(state.unhealthyPodEvictionPolicy())
                || (state.desiredHealthy() > 0 && state.currentHealthy() >= state.desiredHealthy());
    }

    private static Finding never(Subject subject, Viewed<BudgetState> budget, BudgetHope hope) {
        String what = hope.unscalable().isEmpty()
                ? "PDB " + budget.display() + " (" + rule(budget.state()) + ") allows no disruption even with "
                        + (hope.pods() == 1 ? "its 1 replica" : "all " + hope.pods() + " replicas") + " healthy"
                : "PDB " + budget.display() + " (" + rule(budget.state()) + ") can't be counted: it covers pods of a "
                        + hope.unscalable() + ", which has no replicas";
        return about(subject, budget, PodClass.PDB_PERMANENTLY_BLOCKED, what, mended(hope));
    }

    /** Without replicas to count by, only a plain number of pods can be kept. */
    private static String mended(BudgetHope hope) {
        if (!hope.unscalable().isEmpty()) {
            return "set minAvailable to a number, leave those pods out of its selector, or remove the PDB";
        }
        return hope.enough() > 0
                ? "raise replicas to " + hope.enough() + ", or set maxUnavailable: 1"
                : "set maxUnavailable: 1, or remove the PDB";
    }

    private static Finding tooFew(Subject subject, Viewed<BudgetState> budget, BudgetHope hope) {
        BudgetState state = budget.state();
        String numbers = "PDB " + budget.display() + " needs " + state.desiredHealthy() + " healthy, has "
                + state.currentHealthy();
        if (!subject.state().ready()) {
            return blocked(
                    subject,
                    budget,
                    numbers + ", and lets an unready pod go only once that is met",
                    "mend " + subject.name() + ", or set unhealthyPodEvictionPolicy: AlwaysAllow");
        }
        return blocked(subject, budget, numbers, raise(hope.raised()));
    }

    /** Under a maxUnavailable each replica more is wanted healthy, too: only the missing ones help. */
    private static String raise(int replicas) {
        return replicas > 0
                ? "raise replicas to " + replicas + " or wait"
                : "wait until its pods that aren't Ready are, or let the budget allow more: more replicas don't help";
    }

    private static Finding blocked(Subject subject, Viewed<BudgetState> budget, String what, String remedy) {
        return about(subject, budget, PodClass.PDB_BLOCKED, what, remedy);
    }

    /** The cause's object is the budget: that is what has to change. */
    private static Finding about(
            Subject subject, Viewed<BudgetState> budget, PodClass podClass, String what, String remedy) {
        String message = what.startsWith(subject.name()) ? what : what + "; it covers " + subject.name();
        return new Finding(podClass, new Cause(podClass.name(), budget.display(), message, remedy), null);
    }

    private static String rule(BudgetState state) {
        return state.maxUnavailable() != null
                ? "maxUnavailable " + state.maxUnavailable()
                : "minAvailable " + (state.minAvailable() == null ? "1" : state.minAvailable());
    }
}
