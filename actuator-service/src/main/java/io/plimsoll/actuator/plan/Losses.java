package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.WorkloadLoss.Loss;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** For which workloads a drain is more than a move: members of StatefulSets, majorities, only pods. */
final class Losses {

    private Losses() {}

    static List<WorkloadLoss> of(ClusterView view, List<Viewed<PodState>> leaving) {
        Map<String, List<Viewed<PodState>>> byController = new TreeMap<>();
        for (Viewed<PodState> pod : leaving) {
            OwnerRef controller = pod.state().controller();
            if (controller != null && controller.uid() != null) {
                byController
                        .computeIfAbsent(String.valueOf(controller.uid()), _ -> new ArrayList<>())
                        .add(pod);
            }
        }
        List<WorkloadLoss> losses = new ArrayList<>();
        byController.forEach((uid, pods) -> {
            Viewed<WorkloadState> controller = view.workload(uid);
            WorkloadLoss loss = controller == null ? null : loss(top(view, controller), pods);
            if (loss != null) {
                losses.add(loss);
            }
        });
        return losses;
    }

    private static Viewed<WorkloadState> top(ClusterView view, Viewed<WorkloadState> controller) {
        OwnerRef owner = controller.state().owner();
        Viewed<WorkloadState> above = owner == null || owner.uid() == null ? null : view.workload(owner.uid());
        return above == null ? controller : above;
    }

    private static @Nullable WorkloadLoss loss(Viewed<WorkloadState> workload, List<Viewed<PodState>> pods) {
        boolean stateful = workload.kind().equals("StatefulSet");
        boolean scaled = stateful
                || workload.kind().equals("Deployment")
                || workload.kind().equals("ReplicaSet");
        Integer given = workload.state().replicas();
        int replicas = given == null ? 1 : given;
        int ready = workload.state().readyReplicas();
        int readyLeaving =
                (int) pods.stream().filter(pod -> pod.state().ready()).count();
        String name = workload.kind() + " " + workload.display();
        if (scaled && replicas == 1) {
            return new WorkloadLoss(
                    workload.kind(),
                    workload.display(),
                    Loss.ONLY_POD,
                    replicas,
                    ready,
                    pods.size(),
                    name + " has 1 replica and it is here: it is down until its replacement is Ready");
        }
        int majority = replicas / 2 + 1;
        if (stateful && replicas >= 3 && ready - readyLeaving < majority) {
            return new WorkloadLoss(
                    workload.kind(),
                    workload.display(),
                    Loss.QUORUM,
                    replicas,
                    ready,
                    pods.size(),
                    name + " would have " + (ready - readyLeaving) + " of " + replicas + " ready, a majority is "
                            + majority);
        }
        return stateful
                ? new WorkloadLoss(
                        workload.kind(),
                        workload.display(),
                        Loss.REPLICA,
                        replicas,
                        ready,
                        pods.size(),
                        name + " loses " + pods.size() + " of " + replicas + " replicas for the time of the move")
                : null;
    }
}
