package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Verdicts;
import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.plan.BudgetDraw;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.PlanOptions;
import io.plimsoll.actuator.plan.Planner;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.plan.Wave;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.OnDeadline;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** TOGETHER: whether a node must wait for one that is out through us, since both draw on one budget or share a zone. */
record Together(ClusterView view, Ledger ledger, boolean onePerZone) {

    /** What another node's request permits isn't asked: whatever may leave it counts. */
    private static final PlanOptions ALL = PlanOptions.of(
            new DrainOptions(null, DrainOptions.USUAL_DEADLINE, true, true, true, OnDeadline.ROLLBACK, 1, null));

    /** Null where it need not wait. */
    Verdict.@Nullable Closed verdict(NodePlan plan, Instant now) {
        for (NodeWork work : ledger.nodes()) {
            boolean other = work.life().out() && !work.node().equals(plan.node());
            if (!other || view.node(work.node()) == null) {
                continue;
            }
            String why = Wave.clash(plan, Planner.planNode(view, work.node(), ALL, now), onePerZone && zonesDiffer());
            why = why == null ? drawn(plan, work) : why;
            if (why != null) {
                return Verdicts.clash(plan.node(), work, why);
            }
        }
        return null;
    }

    /** Pods that are leaving the other node, or have left it, draw on their budgets until their replacements stand. */
    private @Nullable String drawn(NodePlan plan, NodeWork work) {
        if (givesBack(work.life())) {
            return returning(plan, work);
        }
        if (!(work.life() instanceof NodeLife.Draining draining)) {
            return null; // once it is empty, the soak looks after what left it
        }
        for (BudgetDraw draw : plan.budgets()) {
            long leaving = draining.draws(draw.budget());
            boolean exhausted = draw.allowed() == 0 && displacedUnder(draw, plan, work);
            if ((leaving > 0 && draw.pods() + leaving > draw.allowed()) || exhausted) {
                return "draw on PDB " + draw.budget() + ", which allows " + draw.allowed()
                        + " disruptions while pods of the latter leave";
            }
        }
        return null;
    }

    /** Whether the node is all but back: the next one's cordon could overtake its release. */
    private static boolean givesBack(NodeLife life) {
        return life instanceof NodeLife.Verifying
                || life instanceof NodeLife.Releasing
                || life instanceof NodeLife.RollingBack;
    }

    private @Nullable String returning(NodePlan plan, NodeWork work) {
        for (BudgetDraw draw : plan.budgets()) {
            if (displacedUnder(draw, plan, work)) {
                return "draw on PDB " + draw.budget() + ", and the latter is about to be given back";
            }
        }
        return null;
    }

    /** Whether the budget covers pods of a workload that lost some on the other node. */
    private boolean displacedUnder(BudgetDraw draw, NodePlan plan, NodeWork work) {
        for (PodVerdict verdict : plan.pods()) {
            boolean covered =
                    verdict.budgets().stream().anyMatch(name -> draw.budget().equals(verdict.namespace() + "/" + name));
            Viewed<PodState> pod = covered ? view.pod(verdict.namespace(), verdict.name()) : null;
            OwnerRef owner = pod == null ? null : pod.state().controller();
            if (owner != null
                    && work.displaced().stream().anyMatch(lost -> lost.uid().equals(owner.uid()))) {
                return true;
            }
        }
        return false;
    }

    private boolean zonesDiffer() {
        return view.nodes().stream()
                        .map(node -> String.valueOf(node.state().zone()))
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }
}
