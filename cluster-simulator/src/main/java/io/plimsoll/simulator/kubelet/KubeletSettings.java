package io.plimsoll.simulator.kubelet;

import java.time.Duration;

/**
 * How the kubelets behave; all durations in cluster time.
 *
 * @param usual what pods do that carry no annotations
 * @param housekeeping how often memory is looked at where it changes
 * @param pressureTransition how long MemoryPressure outlasts its cause
 * @param leaseInterval between renewals of a node's Lease; zero writes none
 * @param systemMemory what a node's own daemons use, in bytes
 */
public record KubeletSettings(
        PodBehaviour usual,
        Duration housekeeping,
        Duration pressureTransition,
        Duration leaseInterval,
        long systemMemory) {

    public static final KubeletSettings DEFAULT = new KubeletSettings(
            PodBehaviour.USUAL,
            Duration.ofSeconds(10),
            PressureState.TRANSITION_PERIOD,
            Duration.ofSeconds(10),
            200L << 20);

    public KubeletSettings withLeaseInterval(Duration interval) {
        return new KubeletSettings(usual, housekeeping, pressureTransition, interval, systemMemory);
    }

    public KubeletSettings withUsual(PodBehaviour behaviour) {
        return new KubeletSettings(behaviour, housekeeping, pressureTransition, leaseInterval, systemMemory);
    }
}
