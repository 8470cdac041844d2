package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notes the pods that kubelets evicted, and the out-of-memory kills outside of any container, by node and by workload.
 *
 * <p>Evicted by the kubelet means phase Failed and reason Evicted; each pod counts once. Evictions through the API end
 * otherwise, and so does preemption.
 */
public record EvictedPods(Duration kept) implements Recorder<EvictedPods.History> {

    private static final EvictedPods STANDARD = new EvictedPods(Duration.ofMinutes(150));
    private static final int MOST = 500;
    private static final Pattern RESOURCE = Pattern.compile("low on resource: ([\\w.-]+)");

    /** One evicted pod. */
    public record Evicted(Instant at, String uid, String node, String workload, String resource, Evidence evidence) {}

    /** Oldest first; {@code systemOoms} is of nodes only. */
    public record History(List<Evicted> pods, List<Instant> systemOoms) {

        public History {
            pods = Copies.list(pods);
            systemOoms = Copies.list(systemOoms);
        }
    }

    public static EvictedPods defaults() {
        return STANDARD;
    }

    static History onNode(ClusterState state, String node) {
        return known(state.ledger(STANDARD).of("Node/" + node));
    }

    static History of(ClusterState state, ObjectRef workload) {
        return known(state.ledger(STANDARD).of(key(workload)));
    }

    private static History known(@Nullable History history) {
        return history == null ? new History(List.of(), List.of()) : history;
    }

    private static String key(ObjectRef workload) {
        return "Workload/" + workload.kind() + "/" + workload.display();
    }

    /** Whether the kubelet evicted it: the API's evictions and preemption leave another mark. */
    static boolean evicted(@Nullable PodView pod) {
        return pod != null
                && "Failed".equals(pod.phase())
                && "Evicted".equals(pod.reason())
                && !(pod.disruption() != null
                        && ("EvictionByEvictionAPI".equals(pod.disruption().reason())
                                || "PreemptionByScheduler"
                                        .equals(pod.disruption().reason())));
    }

    @Override
    public String name() {
        return "evicted-pods";
    }

    @Override
    public Class<History> type() {
        return History.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<History> ledger) {
        EventState event = change.body(EventState.class);
        if (event != null
                && event.reason().equals("SystemOOM")
                && event.involved().kind().equals("Node")
                && change.transition()) {
            String key = "Node/" + event.involved().name();
            History known = known(ledger.of(key));
            ledger.put(key, new History(known.pods(), added(known.systemOoms(), change.at())));
        }
        PodView pod = change.podAfter();
        boolean happened = change.transition() && evicted(pod) && !evicted(change.podBefore());
        if (pod != null && happened && pod.nodeName() != null) {
            Evicted evicted = evicted(pod, change.at());
            add(ledger, "Node/" + pod.nodeName(), evicted);
            add(ledger, key(pod.workloadRef()), evicted);
        }
    }

    private static Evicted evicted(PodView pod, Instant at) {
        String resource = resource(pod);
        return new Evicted(
                at,
                pod.uid() == null ? pod.name() : pod.uid(),
                pod.nodeName() == null ? "" : pod.nodeName(),
                pod.workloadRef().display(),
                resource,
                pod.evidence(Map.of("resource", resource)));
    }

    /** From the annotation where there is one, else from the kubelet's message; {@code unknown} where neither says. */
    private static String resource(PodView pod) {
        String annotated = pod.annotations().get("starved_resource");
        if (annotated != null && !annotated.isEmpty()) {
            return annotated;
        }
        Matcher message = RESOURCE.matcher(pod.message() == null ? "" : pod.message());
        String named = message.find() ? message.group(1) : "unknown";
        return named.endsWith(".") ? named.substring(0, named.length() - 1) : named;
    }

    private void add(Ledger<History> ledger, String key, Evicted evicted) {
        History known = known(ledger.of(key));
        List<Evicted> recent = known.pods().stream()
                .filter(before -> !before.at().plus(kept).isBefore(evicted.at()))
                .filter(before -> !before.uid().equals(evicted.uid()))
                .toList();
        ledger.put(key, new History(added(recent, evicted), known.systemOoms()));
    }

    private static <T> List<T> added(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list.size() < MOST ? list : list.subList(1, list.size()));
        longer.add(last);
        return longer;
    }

    @Override
    public @Nullable History pruned(String key, History history, ClusterState state) {
        Instant oldest = state.now().minus(kept);
        List<Evicted> pods = history.pods().stream()
                .filter(pod -> !pod.at().isBefore(oldest))
                .toList();
        List<Instant> ooms =
                history.systemOoms().stream().filter(at -> !at.isBefore(oldest)).toList();
        if (pods.isEmpty() && ooms.isEmpty()) {
            return null;
        }
        boolean same = pods.size() == history.pods().size()
                && ooms.size() == history.systemOoms().size();
        return same ? history : new History(pods, ooms);
    }
}
