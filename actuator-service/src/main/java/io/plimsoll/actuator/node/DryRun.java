package io.plimsoll.actuator.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The whole way of a node in one step, for requests that only pretend: every act is named, none awaited. */
final class DryRun {

    private DryRun() {}

    static Step of(Task task, NodeSight sight, Instant now) {
        List<NodeEffect> acts = new ArrayList<>();
        Claim claim = new Claim(task.origin(), 0, "dry-run", sight.cordoned(), now.plus(task.deadline()));
        if (task.goal() == Task.Goal.UNCORDON) {
            acts.add(new NodeEffect.Release(task, null, true, NodeEffect.Basis.CLAIM));
            return new Step(new NodeLife.Released(task, 0, now), acts);
        }
        acts.add(new NodeEffect.TakeClaim(task, claim.deadline()));
        acts.add(new NodeEffect.Cordon(task, claim));
        int pods = 0;
        if (task.goal().drains()) {
            for (PodSight pod : sight.pods()) {
                acts.add(new NodeEffect.Evict(task, pod));
                pods++;
            }
        }
        acts.add(new NodeEffect.Release(
                task, claim, !sight.cordoned() && task.goal() != Task.Goal.CORDON, NodeEffect.Basis.CLAIM));
        return new Step(new NodeLife.Released(task, pods, now), acts);
    }
}
