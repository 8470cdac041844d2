package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.WorkloadLoss.Loss;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** For which workloads a drain is more than a move: members of StatefulSets, majorities, only pods. */
final class Losses {

    /** A controller's topmost workload, where it can lose something that matters. */
    private record Stake(@Nullable Viewed<WorkloadState> workload) {}

    private final ClusterView view;
    private final Map<String, Stake> stakes = new HashMap<>();

    Losses(ClusterView view) {
        this.view = view;
    }

    List<WorkloadLoss> of(List<Viewed<PodState>> leaving) {
        Map<String, List<Viewed<PodState>>> byController = new TreeMap<>();
        for (Viewed<PodState> pod : leaving) {
            OwnerRef controller = pod.state().controller();
            String uid = controller == null ? null : controller.uid();
            if (uid != null && stake(uid).workload() != null) {
                byController.computeIfAbsent(uid, _ -> new ArrayList<>()).add(pod);
            }
        }
        List<WorkloadLoss> losses = new ArrayList<>(byController.size());
        byController.forEach((uid, pods) -> {
            Viewed<WorkloadState> workload = stake(uid).workload();
            WorkloadLoss loss = workload == null ? null : loss(workload, pods);
            if (loss != null) {
                losses.add(loss);
            }
        });
        return losses;
    }

    private Stake stake(String uid) {
        Stake known = stakes.get(uid);
        if (known == null) {
            Viewed<WorkloadState> controller = view.workload(uid);
            Viewed<WorkloadState> top = controller == null ? null : top(controller);
            known = new Stake(top != null && (stateful(top) || only(top)) ? top : null);
            stakes.put(uid, known);
        }
        return known;
    }

    private Viewed<WorkloadState> top(Viewed<WorkloadState> controller) {
        OwnerRef owner = controller.state().owner();
        Viewed<WorkloadState> above = owner == null || owner.uid() == null ? null : view.workload(owner.uid());
        return above == null ? controller : above;
    }

    private static boolean stateful(Viewed<WorkloadState> workload) {
        return workload.kind().equals("StatefulSet");
    }

    /** Whether it has one replica, and can be made to have more. */
    private static boolean only(Viewed<WorkloadState> workload) {
        boolean scaled = stateful(workload)
                || workload.kind().equals("Deployment")
                || workload.kind().equals("ReplicaSet");
        return scaled && replicas(workload) == 1;
    }

    private static int replicas(Viewed<WorkloadState> workload) {
        Integer given = workload.state().replicas();
        return given == null ? 1 : given;
    }

    private static @Nullable WorkloadLoss loss(Viewed<WorkloadState> workload, List<Viewed<PodState>> pods) {
        boolean stateful = stateful(workload);
        int replicas = replicas(workload);
        int ready = workload.state().readyReplicas();
        int readyLeaving =
                (int) pods.stream().filter(pod -> pod.state().ready()).count();
        String name = workload.kind() + " " + workload.display();
        if (only(workload)) {
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
