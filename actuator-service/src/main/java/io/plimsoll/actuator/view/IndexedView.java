package io.plimsoll.actuator.view;

import io.plimsoll.model.fact.Affinity.NodeTerm;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.VolumeState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The view, kept by putting and removing objects as informers report them.
 *
 * <p>Any number of threads may read while one thread per resource writes: readers see each object before or after its
 * change, never half of it. What is put is removed by its deletion, or by {@link #removePod} and its like with the uid
 * that was put; a removal that names an older uid than the one held does nothing.
 */
public final class IndexedView implements ClusterView {

    private final String cluster;
    private final Function<Resource, Freshness> freshness;

    private final Map<String, Viewed<NodeState>> nodes = new ConcurrentHashMap<>();
    private final Map<String, Viewed<PodState>> pods = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Viewed<PodState>>> podsByNode = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Viewed<PodState>>> podsByNamespace = new ConcurrentHashMap<>();
    private final Map<String, Viewed<PodState>> unbound = new ConcurrentHashMap<>();
    private final Map<String, Viewed<PodState>> antiAffine = new ConcurrentHashMap<>();
    private final Map<String, Resources> requested = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Viewed<BudgetState>>> budgets = new ConcurrentHashMap<>();
    private final Map<String, Viewed<WorkloadState>> workloads = new ConcurrentHashMap<>();
    private final Map<String, Viewed<ClaimState>> claims = new ConcurrentHashMap<>();
    private final Map<String, Viewed<VolumeState>> volumes = new ConcurrentHashMap<>();
    private final Map<String, List<NodeTerm>> topologies = new ConcurrentHashMap<>();
    private final Map<String, List<NodeLock>> locks = new ConcurrentHashMap<>();

    /**
     * An empty view.
     *
     * @param freshness asked each time, so that ages are those of the moment
     */
    public IndexedView(String cluster, Function<Resource, Freshness> freshness) {
        this.cluster = cluster;
        this.freshness = freshness;
    }

    public void putNode(Viewed<NodeState> node) {
        nodes.put(node.name(), node);
    }

    public void removeNode(String name, String uid) {
        nodes.computeIfPresent(name, (_, held) -> held.uid().equals(uid) ? null : held);
    }

    /** Puts or replaces a pod; a replaced one leaves every index it stood in. */
    public synchronized void putPod(Viewed<PodState> pod) {
        String key = pod.display();
        Viewed<PodState> before = pods.put(key, pod);
        if (before != null) {
            unindex(key, before);
        }
        index(key, pod);
    }

    public synchronized void removePod(String namespace, String name, String uid) {
        String key = namespace + "/" + name;
        Viewed<PodState> held = pods.get(key);
        if (held != null && held.uid().equals(uid)) {
            pods.remove(key);
            unindex(key, held);
        }
    }

    public synchronized void putBudget(Viewed<BudgetState> budget) {
        within(budgets, budget.namespace()).put(budget.name(), budget);
    }

    public synchronized void removeBudget(String namespace, String name) {
        dropFrom(budgets, namespace, name);
    }

    public void putWorkload(Viewed<WorkloadState> workload) {
        workloads.put(workload.uid(), workload);
    }

    public void removeWorkload(String uid) {
        workloads.remove(uid);
    }

    public void putClaim(Viewed<ClaimState> claim) {
        claims.put(claim.display(), claim);
    }

    public void removeClaim(String namespace, String name) {
        claims.remove(namespace + "/" + name);
    }

    public void putVolume(Viewed<VolumeState> volume) {
        volumes.put(volume.name(), volume);
    }

    public void removeVolume(String name) {
        volumes.remove(name);
    }

    public void putTopologies(String storageClass, List<NodeTerm> terms) {
        topologies.put(storageClass, terms);
    }

    public void removeTopologies(String storageClass) {
        topologies.remove(storageClass);
    }

    /** Replaces the marks found in one place (a DaemonSet's annotation, a lease) by those found there now. */
    public synchronized void putLocks(String where, Collection<NodeLock> found) {
        for (var entry : locks.entrySet()) {
            entry.setValue(entry.getValue().stream()
                    .filter(lock -> !lock.where().equals(where))
                    .toList());
        }
        for (NodeLock lock : found) {
            locks.merge(lock.node(), List.of(lock), IndexedView::joined);
        }
        locks.values().removeIf(List::isEmpty);
    }

    private static List<NodeLock> joined(List<NodeLock> some, List<NodeLock> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public Freshness freshness(Resource resource) {
        return freshness.apply(resource);
    }

    @Override
    public Collection<Viewed<NodeState>> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    @Override
    public @Nullable Viewed<NodeState> node(String name) {
        return nodes.get(name);
    }

    @Override
    public Collection<Viewed<PodState>> podsOn(String node) {
        return of(podsByNode, node);
    }

    @Override
    public Collection<Viewed<PodState>> podsIn(String namespace) {
        return of(podsByNamespace, namespace);
    }

    @Override
    public Collection<Viewed<PodState>> unboundPods() {
        return Collections.unmodifiableCollection(unbound.values());
    }

    @Override
    public Collection<Viewed<PodState>> podsWithAntiAffinity() {
        return Collections.unmodifiableCollection(antiAffine.values());
    }

    @Override
    public @Nullable Viewed<PodState> pod(String namespace, String name) {
        return pods.get(namespace + "/" + name);
    }

    @Override
    public Resources requestedOn(String node) {
        return requested.getOrDefault(node, Resources.NONE);
    }

    @Override
    public Collection<Viewed<BudgetState>> budgetsIn(String namespace) {
        return of(budgets, namespace);
    }

    @Override
    public @Nullable Viewed<BudgetState> budget(String namespace, String name) {
        Map<String, Viewed<BudgetState>> inNamespace = budgets.get(namespace);
        return inNamespace == null ? null : inNamespace.get(name);
    }

    @Override
    public @Nullable Viewed<WorkloadState> workload(String uid) {
        return workloads.get(uid);
    }

    @Override
    public Collection<Viewed<WorkloadState>> workloads() {
        return Collections.unmodifiableCollection(workloads.values());
    }

    @Override
    public @Nullable Viewed<ClaimState> claim(String namespace, String name) {
        return claims.get(namespace + "/" + name);
    }

    @Override
    public @Nullable Viewed<VolumeState> volume(String name) {
        return volumes.get(name);
    }

    @Override
    public List<NodeTerm> topologies(String storageClass) {
        return topologies.getOrDefault(storageClass, List.of());
    }

    @Override
    public Collection<NodeLock> locks(String node) {
        return locks.getOrDefault(node, List.of());
    }

    private void index(String key, Viewed<PodState> pod) {
        within(podsByNamespace, pod.namespace()).put(key, pod);
        String node = pod.state().nodeName();
        if (node == null) {
            unbound.put(key, pod);
        } else {
            inOrder(podsByNode, node).put(key, pod);
            if (!pod.state().finished()) {
                requested.merge(node, PodDemand.of(pod.state()), PodDemand::plus);
            }
        }
        var affinity = pod.state().affinity();
        if (affinity != null && !affinity.podAntiAffinity().isEmpty()) {
            antiAffine.put(key, pod);
        }
    }

    private void unindex(String key, Viewed<PodState> pod) {
        dropFrom(podsByNamespace, pod.namespace(), key);
        unbound.remove(key);
        antiAffine.remove(key);
        String node = pod.state().nodeName();
        if (node != null) {
            dropFrom(podsByNode, node, key);
            if (!pod.state().finished()) {
                requested.merge(node, PodDemand.of(pod.state()), (sum, gone) -> PodDemand.minus(sum, gone));
            }
            if (!podsByNode.containsKey(node)) {
                requested.remove(node);
            }
        }
    }

    /** An index entry goes with its last object: nodes and namespaces come and go. */
    private static <S> void dropFrom(Map<String, Map<String, Viewed<S>>> index, String entry, String key) {
        index.computeIfPresent(entry, (_, held) -> {
            held.remove(key);
            return held.isEmpty() ? null : held;
        });
    }

    private static <S> Map<String, Viewed<S>> within(Map<String, Map<String, Viewed<S>>> index, String key) {
        return index.computeIfAbsent(key, _ -> new ConcurrentHashMap<>());
    }

    /** Pods of a node in the order of their names: plans want them so. */
    private static <S> Map<String, Viewed<S>> inOrder(Map<String, Map<String, Viewed<S>>> index, String key) {
        return index.computeIfAbsent(key, _ -> new ConcurrentSkipListMap<>());
    }

    private static <S> Collection<Viewed<S>> of(Map<String, Map<String, Viewed<S>>> index, String key) {
        Map<String, Viewed<S>> found = index.get(key);
        return found == null ? List.of() : Collections.unmodifiableCollection(found.values());
    }
}
