package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.NodePlan.Outcome;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.PodDemand;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One planning of one or several nodes over one state of the cluster. Not to be shared between threads. */
final class Planning {

    /** Ordinary pods leave before critical ones. */
    private static final Comparator<Viewed<PodState>> LEAVING = (one, other) -> {
        int order = Boolean.compare(PodJudge.critical(one.state()), PodJudge.critical(other.state()));
        order = order == 0 ? one.namespace().compareTo(other.namespace()) : order;
        return order == 0 ? one.name().compareTo(other.name()) : order;
    };

    /** In the order in which they go, critical ones last among those of one turn. */
    private static final Comparator<PodVerdict> TURNS = (one, other) -> {
        int order = Integer.compare(turn(one.handling()), turn(other.handling()));
        return order == 0 ? Boolean.compare(one.critical(), other.critical()) : order;
    };

    private final ClusterView view;
    private final PlanOptions options;
    private final Instant now;
    private final Places places;
    private final BudgetTally tally;
    private final Losses losses;

    private int openNodes;
    private Resources offered = Resources.NONE;
    private Resources requested = Resources.NONE;

    Planning(ClusterView view, PlanOptions options, Instant now) {
        this.view = view;
        this.options = options;
        this.now = now;
        PodsByLabel pods = new PodsByLabel(view);
        this.places = new Places(view, pods);
        this.tally = new BudgetTally(view, pods);
        this.losses = new Losses(view);
        for (Slot slot : places.open()) {
            openNodes++;
            offered = plus(offered, slot.node.state().allocatable());
            requested = plus(requested, view.requestedOn(slot.name()));
        }
    }

    NodePlan node(String name) {
        Viewed<NodeState> node = view.node(name);
        if (node == null) {
            return missing(name);
        }
        places.setOut(name);
        List<Viewed<PodState>> pods = new ArrayList<>(view.podsOn(name));
        pods.sort(LEAVING);
        List<PodVerdict> verdicts = judged(pods);
        List<Viewed<PodState>> leaving = new ArrayList<>();
        Resources moved = Resources.NONE;
        for (int i = 0; i < pods.size(); i++) {
            if (leaves(verdicts.get(i))) {
                leaving.add(pods.get(i));
                if (returns(verdicts.get(i), pods.get(i).state())) {
                    Resources asked = PodDemand.of(pods.get(i).state());
                    moved = plus(moved, asked);
                    verdicts.set(i, placed(verdicts.get(i), pods.get(i), asked));
                }
            }
        }
        NodePlan plan = plan(node, verdicts, leaving, moved);
        settle(node, plan, moved);
        return plan;
    }

    private List<PodVerdict> judged(List<Viewed<PodState>> pods) {
        BudgetTally fresh = tally.afresh();
        List<PodVerdict> verdicts = new ArrayList<>(pods.size());
        for (Viewed<PodState> pod : pods) {
            verdicts.add(PodJudge.judge(view, pod, options.drain(), fresh, now));
        }
        return verdicts;
    }

    private static boolean leaves(PodVerdict verdict) {
        return switch (verdict.handling()) {
            case EVICT, EVICT_LATER -> true;
            case SKIP, AWAIT, REFUSE -> false;
        };
    }

    /** Whether something re-creates it, and not only on this very node. */
    private static boolean returns(PodVerdict verdict, PodState pod) {
        var controller = pod.controller();
        return controller != null
                && !controller.kind().equals("DaemonSet")
                && (verdict.notes().isEmpty()
                        || verdict.notes().stream()
                                .noneMatch(note -> note.code().equals("PENDING_AFTER")));
    }

    private PodVerdict placed(PodVerdict verdict, Viewed<PodState> pod, Resources asked) {
        Places.Found found = places.move(pod, asked);
        if (found.node() != null) {
            return PodJudge.placed(verdict, found.node());
        }
        String why = found.lacking().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(4)
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
        return PodJudge.placeless(
                verdict,
                "no remaining node takes " + pod.display() + " (asks for " + display(asked) + "): "
                        + (why.isEmpty() ? "there is no other node" : why),
                "add a node with " + display(asked)
                        + " free, or loosen what it asks of its node; without, it would be Pending");
    }

    private static String display(Resources demand) {
        return demand.cpuMillis() + "m cpu, " + demand.memoryBytes() / (1 << 20) + " Mi memory";
    }

    private NodePlan plan(
            Viewed<NodeState> node, List<PodVerdict> verdicts, List<Viewed<PodState>> leaving, Resources moved) {
        List<Cause> blocking = causes(verdicts, PodVerdict::blocks);
        List<Cause> waiting = causes(verdicts, verdict -> verdict.waits() && !verdict.blocks());
        Outcome outcome = !blocking.isEmpty() ? Outcome.BLOCKED : waiting.isEmpty() ? Outcome.GO : Outcome.GO_WITH_WAIT;
        List<PodVerdict> inOrder = new ArrayList<>(verdicts);
        inOrder.sort(TURNS);
        return new NodePlan(
                node.name(),
                node.uid(),
                node.state().zone(),
                outcome,
                blocking.isEmpty() ? waiting : blocking,
                inOrder,
                draws(verdicts),
                losses.of(leaving),
                after(node, moved));
    }

    /** One budget that blocks ten pods is one cause. */
    private static List<Cause> causes(List<PodVerdict> verdicts, Predicate<PodVerdict> which) {
        Map<String, Cause> causes = new LinkedHashMap<>();
        for (PodVerdict verdict : verdicts) {
            Cause why = verdict.why();
            if (why != null && which.test(verdict)) {
                causes.putIfAbsent(why.code() + " " + why.object(), why);
            }
        }
        return List.copyOf(causes.values());
    }

    private static int turn(Handling handling) {
        return switch (handling) {
            case EVICT -> 0;
            case EVICT_LATER -> 1;
            case AWAIT -> 2;
            case REFUSE -> 3;
            case SKIP -> 4;
        };
    }

    private List<BudgetDraw> draws(List<PodVerdict> verdicts) {
        Map<String, BudgetDraw> draws = new TreeMap<>();
        for (PodVerdict verdict : verdicts) {
            for (String name : leaves(verdict) ? verdict.budgets() : List.<String>of()) {
                Viewed<BudgetState> budget = view.budget(verdict.namespace(), name);
                if (budget != null) {
                    draws.merge(
                            budget.display(),
                            new BudgetDraw(budget.display(), budget.state().disruptionsAllowed(), 1),
                            (some, one) -> new BudgetDraw(some.budget(), some.allowed(), some.pods() + one.pods()));
                }
            }
        }
        return List.copyOf(draws.values());
    }

    private Utilisation after(Viewed<NodeState> node, Resources moved) {
        boolean counted = !node.state().unschedulable() && node.state().ready();
        Resources gone = counted ? node.state().allocatable() : Resources.NONE;
        Resources freed = counted ? view.requestedOn(node.name()) : Resources.NONE;
        return new Utilisation(
                openNodes - (counted ? 1 : 0),
                offered.cpuMillis() - gone.cpuMillis(),
                requested.cpuMillis() - freed.cpuMillis() + moved.cpuMillis(),
                offered.memoryBytes() - gone.memoryBytes(),
                requested.memoryBytes() - freed.memoryBytes() + moved.memoryBytes());
    }

    /** A node that comes back leaves no trace in the next one's plan; one that stays out, and can go, does. */
    private void settle(Viewed<NodeState> node, NodePlan plan, Resources moved) {
        if (!options.nodesStayOut() || plan.blocked()) {
            places.undo();
            places.takeBack(node.name());
            return;
        }
        places.keep();
        openNodes = plan.after().nodes();
        boolean counted =
                node != null && !node.state().unschedulable() && node.state().ready();
        if (counted) {
            offered = PodDemand.minus(offered, node.state().allocatable());
            requested = PodDemand.minus(requested, view.requestedOn(node.name()));
        }
        requested = plus(requested, moved);
    }

    private NodePlan missing(String name) {
        var cause = new Cause(
                "NODE_NOT_FOUND",
                name,
                "node " + name + " does not exist in cluster " + view.cluster(),
                "check the name: kubectl get nodes");
        return new NodePlan(
                name,
                "",
                null,
                Outcome.BLOCKED,
                List.of(cause),
                List.of(),
                List.of(),
                List.of(),
                new Utilisation(
                        openNodes,
                        offered.cpuMillis(),
                        requested.cpuMillis(),
                        offered.memoryBytes(),
                        requested.memoryBytes()));
    }

    /** Cpu and memory only: all that utilisation tells. */
    private static Resources plus(Resources a, Resources b) {
        return Resources.of(a.cpuMillis() + b.cpuMillis(), a.memoryBytes() + b.memoryBytes());
    }
}
