package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.Resources;

/** Running totals of the pods that occupy a node, kept up with every pod fact. */
public final class NodeLoad {

    private int pods;
    private long cpuMillis;
    private long memoryBytes;
    private int movablePods;
    private long movableCpuMillis;
    private long movableMemoryBytes;

    void add(PodView pod) {
        count(pod, 1);
    }

    void remove(PodView pod) {
        count(pod, -1);
    }

    private void count(PodView pod, int sign) {
        Resources requests = pod.shape().requests();
        pods += sign;
        cpuMillis += sign * requests.cpuMillis();
        memoryBytes += sign * requests.memoryBytes();
        if (!pod.ownedByDaemonSet() && !pod.mirror()) {
            movablePods += sign;
            movableCpuMillis += sign * requests.cpuMillis();
            movableMemoryBytes += sign * requests.memoryBytes();
        }
    }

    /** Pods on the node that haven't finished. */
    public int pods() {
        return pods;
    }

    /** Sum of their requests, in millicores. */
    public long cpuMillis() {
        return cpuMillis;
    }

    /** Sum of their requests, in bytes. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** Pods that a drain would have to move: not of DaemonSets, not static. */
    public int movablePods() {
        return movablePods;
    }

    /** Of these, what would have to run elsewhere: not of DaemonSets, not static. */
    public long movableCpuMillis() {
        return movableCpuMillis;
    }

    public long movableMemoryBytes() {
        return movableMemoryBytes;
    }
}
