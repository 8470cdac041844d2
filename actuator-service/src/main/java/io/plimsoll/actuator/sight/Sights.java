package io.plimsoll.actuator.sight;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeSight;
import io.plimsoll.actuator.node.PodSight;
import io.plimsoll.actuator.plan.Handling;
import io.plimsoll.actuator.plan.PodJudge;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node as its machine needs to see it, read off the view in this moment. */
public final class Sights {

    private Sights() {}

    public static NodeSight of(ClusterView view, String node, DrainOptions options, Instant now) {
        Viewed<NodeState> found = view.node(node);
        if (found == null) {
            return NodeSight.absent();
        }
        List<PodSight> pods = new ArrayList<>();
        var judge = new PodJudge(view, options, now);
        for (Viewed<PodState> pod : view.podsOn(node)) {
            PodVerdict verdict = judge.judge(pod);
            if (verdict.handling() != Handling.SKIP) {
                pods.add(sight(pod, verdict, judge.budgets(pod)));
            }
        }
        pods.sort(Comparator.comparing(PodSight::critical).thenComparing(PodSight::display));
        NodeState state = found.state();
        return new NodeSight(found.uid(), state.unschedulable(), state.ready(), state.bootId(), claim(state), pods);
    }

    private static PodSight sight(Viewed<PodState> pod, PodVerdict verdict, List<Viewed<BudgetState>> budgets) {
        Long grace = pod.state().terminationGraceSeconds();
        return new PodSight(
                pod.uid(),
                pod.namespace(),
                pod.name(),
                grace == null ? 30 : grace,
                verdict.critical(),
                pod.state().deletionTimestamp(),
                pod.state().finalizers(),
                drawnOn(pod.state(), budgets),
                verdict.handling() == Handling.EVICT ? null : verdict.why(),
                verdict.handling() != Handling.REFUSE,
                pod.state().controller());
    }

    private static List<PodSight.BudgetSight> drawnOn(PodState pod, List<Viewed<BudgetState>> budgets) {
        return budgets.stream()
                .filter(budget -> PodJudge.draws(pod, budget.state()))
                .map(budget -> new PodSight.BudgetSight(
                        budget.name(), budget.resourceVersion(), budget.state().disruptionsAllowed()))
                .toList();
    }

    /** The claim on the node; one that can't be read counts as somebody else's. */
    public static @Nullable Claim claim(NodeState node) {
        String text = node.annotations().get(Claim.ANNOTATION);
        if (text == null) {
            return null;
        }
        try {
            return Json.mapper().readValue(text, Claim.class);
        } catch (JsonProcessingException e) {
            return new Claim("unreadable", 0, "unknown", true, Instant.EPOCH);
        }
    }
}
