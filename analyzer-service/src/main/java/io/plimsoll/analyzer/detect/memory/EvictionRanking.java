package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.LiveAlerts;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.eviction.EvictionCandidate;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Whom the kubelet of a node short of memory would evict, first to go first. */
final class EvictionRanking {

    private EvictionRanking() {}

    /** Whether the node is under pressure or about to be: on a roomy node high use is no risk. */
    static boolean endangered(String node, LiveAlerts alerts) {
        ObjectRef subject = NodeMemory.subject(node);
        return alerts.fires(AlertCode.M1, subject) || alerts.fires(AlertCode.M2, subject);
    }

    /** The nodes in danger that carry pods of the workload. */
    static Set<String> endangeredNodes(ObjectRef workload, Situation situation) {
        Set<String> nodes = new TreeSet<>();
        for (PodView pod : situation.state().podsOf(workload)) {
            if (pod.nodeName() != null && !pod.finished() && endangered(pod.nodeName(), situation.alerts())) {
                nodes.add(pod.nodeName());
            }
        }
        return nodes;
    }

    /** Without its node in danger there is no risk: what was told of the workload is over at once. */
    static Evaluation outOfDanger(AlertCode code, ObjectRef workload, Situation situation) {
        return Evaluation.of(situation.alerts().firing(code).stream()
                .filter(alert -> workload.equals(alert.subject()))
                .filter(alert -> !endangered(String.valueOf(alert.labels().get("node")), situation.alerts()))
                .map(alert -> Finding.about(workload)
                        .subtype(alert.subtype())
                        .resolved("CLEARED")
                        .build())
                .toList());
    }

    static List<EvictionCandidate> of(String node, ClusterState state) {
        List<EvictionCandidate> candidates = new ArrayList<>();
        for (PodView pod : state.podsOn(node)) {
            if (!pod.finished() && "Running".equals(pod.phase())) {
                candidates.add(candidate(pod, state));
            }
        }
        return EvictionCandidate.ranked(candidates);
    }

    private static EvictionCandidate candidate(PodView pod, ClusterState state) {
        SampledPod sampled = PodMemory.newest(state, pod);
        String qos = pod.shape().qosClass();
        return new EvictionCandidate(
                pod.ref(),
                sampled == null ? -1 : sampled.memoryBytes(),
                pod.shape().requests().memoryBytes(),
                pod.shape().priority(),
                qos == null ? "" : qos,
                pod.shape().critical() || pod.mirror());
    }

    /** How many of them go until {@code deficit} bytes are freed, one at least. */
    static int needed(List<EvictionCandidate> ranked, long deficit) {
        long freed = 0;
        int count = 0;
        for (EvictionCandidate candidate : ranked) {
            count++;
            freed += Math.max(0, candidate.usageBytes());
            if (freed >= deficit) {
                break;
            }
        }
        return count;
    }

    /** One rank as the contract has it. */
    static Map<String, Object> described(EvictionCandidate candidate, int rank) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("pod", candidate.pod().display());
        described.put("rank", rank);
        if (candidate.measured()) {
            described.put("usageBytes", candidate.usageBytes());
        }
        described.put("requestBytes", candidate.requestBytes());
        described.put("exceeds", candidate.exceeds());
        described.put("priority", candidate.priority());
        described.put("qosClass", candidate.qosClass());
        // The kubelet doesn't ask disruption budgets.
        described.put("pdbProtected", false);
        return described;
    }

    /** The workloads that have pods on the node. */
    static void workloadsOn(String node, ClusterState state, Consumer<ObjectRef> subjects) {
        Collection<PodView> pods = state.podsOn(node);
        pods.stream()
                .filter(pod -> !pod.finished())
                .map(PodView::workloadRef)
                .distinct()
                .forEach(subjects);
    }
}
