package io.plimsoll.simulator.controllers;

import io.plimsoll.simulator.autoscaling.AutoscalerSettings;
import io.plimsoll.simulator.kubelet.KubeletSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the controllers work; durations in cluster time.
 *
 * @param speed how much faster cluster time runs than the machine's
 * @param kubelet the nodes' part
 * @param nodeGrace a node silent for so long is Unknown
 * @param finishedPodsKept finished pods beyond this number are removed, the oldest first
 * @param routineEvents whether every healthy pod's events are written too
 * @param autoscalers cluster autoscalers to run, usually none or one
 */
public record ControllerSettings(
        double speed,
        KubeletSettings kubelet,
        Duration nodeGrace,
        int finishedPodsKept,
        boolean routineEvents,
        List<AutoscalerSettings> autoscalers) {

    public static final ControllerSettings DEFAULT =
            new ControllerSettings(1, KubeletSettings.DEFAULT, Duration.ofSeconds(40), 500, true, List.of());

    public ControllerSettings {
        autoscalers = List.copyOf(autoscalers);
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above 0, was " + speed);
        }
    }

    public ControllerSettings withSpeed(double faster) {
        return new ControllerSettings(faster, kubelet, nodeGrace, finishedPodsKept, routineEvents, autoscalers);
    }

    public ControllerSettings withKubelet(KubeletSettings other) {
        return new ControllerSettings(speed, other, nodeGrace, finishedPodsKept, routineEvents, autoscalers);
    }

    public ControllerSettings withRoutineEvents(boolean written) {
        return new ControllerSettings(speed, kubelet, nodeGrace, finishedPodsKept, written, autoscalers);
    }

    public ControllerSettings withAutoscaler(AutoscalerSettings autoscaler) {
        List<AutoscalerSettings> all = new ArrayList<>(autoscalers);
        all.add(autoscaler);
        return new ControllerSettings(speed, kubelet, nodeGrace, finishedPodsKept, routineEvents, all);
    }
}
