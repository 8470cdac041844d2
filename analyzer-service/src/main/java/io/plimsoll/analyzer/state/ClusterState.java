package io.plimsoll.analyzer.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.ClusterAutoscalerConfig;
import io.plimsoll.model.fact.ClusterAutoscalerStatus;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.model.fact.NodeClaimState;
import io.plimsoll.model.fact.NodePoolState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.ServiceState;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.VolumeState;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.model.fact.WorkloadState;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as the log tells it so far. Everything that is asked for in numbers is in order of name.
 *
 * <p>Not a value: it is folded in place, by one thread, for the sake of speed. Whoever reads it may not keep its
 * collections beyond the call.
 */
public final class ClusterState {

    private static final String WATCHING = "w";

    private final String cluster;
    private final Interned interned = new Interned();
    private final SharedParts shared = new SharedParts(interned);
    private final PodIndex pods = new PodIndex();
    private final NodeIndex nodes = new NodeIndex();
    private final Map<String, NodeLoad> loads = new HashMap<>();
    private final BudgetIndex budgets = new BudgetIndex();
    private final KindIndex others = new KindIndex();
    private final Map<String, Tracked<NodeUsage>> nodeUsage = new HashMap<>();
    private final Memories memories;
    private final Watching watching = new Watching();
    private Instant now = Instant.MIN;

    /** Of a cluster nothing is known of yet. Recorders of one name are the same recorder. */
    public ClusterState(String cluster, Collection<Recorder<?>> recorders) {
        this.cluster = cluster;
        this.memories = new Memories(recorders);
    }

    // What is asked

    public String cluster() {
        return cluster;
    }

    /** The log's time: of the newest tick or fact, whichever is later. */
    public Instant now() {
        return now;
    }

    /** What the watcher itself reports: how current it is, and what it lost. */
    public Watching watching() {
        return watching;
    }

    public @Nullable Tracked<NodeState> node(String name) {
        return nodes.get(name);
    }

    public Collection<Tracked<NodeState>> nodes() {
        return nodes.all();
    }

    /** The nodes that take no pods ({@code spec.unschedulable}). */
    public Collection<Tracked<NodeState>> cordonedNodes() {
        return nodes.cordoned();
    }

    public Collection<Tracked<NodeState>> nodesOfGroup(String group) {
        return nodes.ofGroup(group);
    }

    public Collection<Tracked<NodeState>> nodesOfZone(String zone) {
        return nodes.ofZone(zone);
    }

    public Collection<String> groups() {
        return nodes.groups();
    }

    public Collection<String> zones() {
        return nodes.zones();
    }

    /** Totals of what occupies the node; zeros for one that carries nothing. */
    public NodeLoad load(String node) {
        NodeLoad load = loads.get(node);
        return load == null ? new NodeLoad() : load;
    }

    public int podCount() {
        return pods.size();
    }

    public @Nullable PodView pod(String namespace, String name) {
        return pods.get(namespace, name);
    }

    public Collection<PodView> podsIn(String namespace) {
        return pods.in(namespace);
    }

    /** Every pod bound to the node, finished ones included. */
    public Collection<PodView> podsOn(String node) {
        return pods.on(node);
    }

    /** The pods of a workload ({@link PodView#workloadRef}); the uid doesn't matter. */
    public Collection<PodView> podsOf(ObjectRef workload) {
        return pods.of(workload);
    }

    /** Pods that no node carries yet and that haven't finished. */
    public Collection<PodView> unboundPods() {
        return pods.unbound();
    }

    public @Nullable Tracked<BudgetState> budget(String namespace, String name) {
        return budgets.get(namespace, name);
    }

    /** Every budget, in no order. */
    public Iterable<Tracked<BudgetState>> budgets() {
        return budgets.all();
    }

    public Collection<Tracked<BudgetState>> budgetsIn(String namespace) {
        return budgets.in(namespace);
    }

    /** The budgets whose selector matches labels in the namespace. */
    public List<Tracked<BudgetState>> budgetsMatching(String namespace, Map<String, String> labels) {
        return budgets.matching(namespace, labels);
    }

    /** The pods a budget's selector matches, whatever their state. */
    public Collection<PodView> podsCoveredBy(Tracked<BudgetState> budget) {
        return pods.coveredBy(namespaced(budget.ref()));
    }

    /** The workloads whose pods a budget's selector will match, whether any runs or not; none that another one owns. */
    public List<Tracked<WorkloadState>> workloadsCoveredBy(Tracked<BudgetState> budget) {
        String namespace = budget.ref().namespace() == null ? "" : budget.ref().namespace();
        List<Tracked<WorkloadState>> covered = new ArrayList<>();
        for (ObjectRef ref : budgets.workloads(namespace, budget.name())) {
            Tracked<WorkloadState> workload = workload(ref);
            if (workload != null) {
                covered.add(workload);
            }
        }
        return covered;
    }

    /** A Deployment, StatefulSet, ReplicaSet and so on; null where it isn't known. */
    public @Nullable Tracked<WorkloadState> workload(ObjectRef ref) {
        return ref.namespace() == null ? null : object(WorkloadState.class, ref.kind(), ref.namespace(), ref.name());
    }

    /** The workloads of a kind in one namespace. */
    public Collection<Tracked<WorkloadState>> workloads(String kind, String namespace) {
        return others.in(WorkloadState.class, kind, namespace);
    }

    /** All workloads of a kind. */
    public Collection<Tracked<WorkloadState>> workloads(String kind) {
        return all(WorkloadState.class, kind);
    }

    /** The autoscaler that scales the workload; null where none does. */
    public @Nullable Tracked<HorizontalAutoscalerState> autoscalerOf(ObjectRef workload) {
        return others.autoscalerOf(workload);
    }

    /** Whether an object of that kind, namespace and name is there now. */
    public boolean has(ObjectRef ref) {
        String namespace = ref.namespace() == null ? "" : ref.namespace();
        return switch (ref.kind()) {
            case "Node" -> node(ref.name()) != null;
            case "Pod" -> pod(namespace, ref.name()) != null;
            case "PodDisruptionBudget" -> budget(namespace, ref.name()) != null;
            default -> others.get(ref) != null;
        };
    }

    /** Any other kept object, by its kind. */
    public <B extends FactBody> @Nullable Tracked<B> object(
            Class<B> type, String kind, @Nullable String namespace, String name) {
        return others.get(type, kind, namespace, name);
    }

    /** Every kept object of a kind that isn't Node, Pod or PodDisruptionBudget. */
    public <B extends FactBody> Collection<Tracked<B>> all(Class<B> type, String kind) {
        return others.all(type, kind);
    }

    /** The newest usage sample of the node; null where there is none. */
    public @Nullable Tracked<NodeUsage> nodeUsage(String node) {
        return nodeUsage.get(node);
    }

    /** Whether the recorder is one of those the state was made with. */
    public boolean records(Recorder<?> recorder) {
        return memories.has(recorder);
    }

    /** What a recorder noted; the recorder must be one of those the state was made with. */
    public <H> Ledger<H> ledger(Recorder<H> recorder) {
        return memories.ledger(recorder);
    }

    // What is folded

    /** Takes a fact in and says what changed; null where it says nothing new. */
    public @Nullable Change fold(Fact fact, Position position) {
        now = fact.observedAt().isAfter(now) ? fact.observedAt() : now;
        Change change = folded(fact, position);
        if (change != null) {
            memories.record(change, this);
        }
        return change;
    }

    /** Shortens the recorders' memories, a few entries at a time. */
    public void forgetSome() {
        memories.sweep(this);
    }

    // What survives a restart: the objects' facts are kept by whoever folds them

    /** Hands out the memories and the watcher's standing that have changed, by key; null for what is forgotten. */
    public void takeChanged(BiConsumer<String, byte @Nullable []> entries) {
        memories.takeChanged(entries);
        try {
            entries.accept(WATCHING, Json.mapper().writeValueAsBytes(watching.kept(now)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the watcher's standing can't be written", e);
        }
    }

    /** Takes back an entry; false where it isn't one of this state's. */
    public boolean restore(String key, byte[] value) {
        if (key.equals(WATCHING)) {
            try {
                Watching.Kept kept = Json.mapper().readValue(value, Watching.Kept.class);
                watching.restore(kept);
                now = kept.now();
            } catch (IOException e) {
                throw new UncheckedIOException("the watcher's standing can't be read", e);
            }
            return true;
        }
        return memories.restore(key, value);
    }

    /** Takes back an object; no memory is touched, for memories are restored by themselves. */
    public void restore(Fact fact, Position position) {
        folded(fact, position);
    }

    /** A change that changes nothing: the object as it is. Null where it isn't kept. */
    public @Nullable Change asItIs(Fact fact, Position position) {
        Object object =
                switch (fact.body()) {
                    case PodState _ -> pod(fact.namespace() == null ? "" : fact.namespace(), fact.name());
                    case NodeState _ -> node(fact.name());
                    case BudgetState _ -> budget(fact.namespace() == null ? "" : fact.namespace(), fact.name());
                    case NodeUsage _, PodUsage _ -> null;
                    default -> others.get(fact.object());
                };
        return object == null ? null : new Change(fact, position, Change.What.UPDATED, object, object);
    }

    private @Nullable Change folded(Fact fact, Position position) {
        return switch (fact.body()) {
            case PodState pod -> pod(fact, pod, position);
            case NodeState node -> node(fact, node, position);
            case BudgetState budget -> budget(fact, budget, position);
            case Deleted _ -> deleted(fact, position);
            case NodeUsage usage -> {
                nodeUsage.put(fact.name(), tracked(fact, usage, position));
                watching.usage(usage.timestamp(), usage.window());
                yield observed(fact, position);
            }
            case PodUsage usage -> {
                watching.usage(usage.timestamp(), usage.window());
                yield observed(fact, position);
            }
            case EventState _ -> observed(fact, position);
            case Tick tick -> {
                now = tick.at().isAfter(now) ? tick.at() : now;
                watching.tick(tick);
                yield observed(fact, position);
            }
            case Synced _ -> {
                watching.synced(fact.name());
                yield observed(fact, position);
            }
            case WatchGap gap -> {
                watching.gap(fact.name(), gap);
                yield observed(fact, position);
            }
            case Relisted _ -> observed(fact, position);
            case WorkloadState _,
                    HorizontalAutoscalerState _,
                    ClaimState _,
                    VolumeState _,
                    ServiceState _,
                    ClusterAutoscalerConfig _,
                    ClusterAutoscalerStatus _,
                    NodePoolState _,
                    NodeClaimState _,
                    LeaseState _ -> other(fact, position);
        };
    }

    private static Change observed(Fact fact, Position position) {
        return new Change(fact, position, Change.What.OBSERVED, null, null);
    }

    private @Nullable Change pod(Fact fact, PodState body, Position position) {
        PodView before = pods.get(fact.namespace() == null ? "" : fact.namespace(), fact.name());
        if (before != null && before.sameVersion(fact)) {
            return null;
        }
        PodView after = resolved(PodView.of(fact, body, position, interned));
        if (before != null) {
            remove(before);
        }
        add(after);
        return new Change(fact, position, before == null ? Change.What.ADDED : Change.What.UPDATED, before, after);
    }

    private void add(PodView pod) {
        pods.add(pod, budgetKeys(pod));
        if (pod.occupies() && pod.nodeName() != null) {
            loads.computeIfAbsent(pod.nodeName(), _ -> new NodeLoad()).add(pod);
        }
    }

    private void remove(PodView pod) {
        pods.remove(pod, budgetKeys(pod));
        NodeLoad load = pod.occupies() ? loads.get(pod.nodeName()) : null;
        if (load != null) {
            load.remove(pod);
            if (load.pods() == 0) {
                loads.remove(pod.nodeName());
            }
        }
    }

    private List<String> budgetKeys(PodView pod) {
        return budgets.matching(pod.namespace(), pod.labels()).stream()
                .map(budget -> namespaced(budget.ref()))
                .toList();
    }

    /** The Deployment where only its ReplicaSet was known to the watcher. */
    private PodView resolved(PodView pod) {
        OwnerRef owner = pod.workload() == null ? pod.controller() : pod.workload();
        if (owner == null || owner.kind().equals("Node")) {
            return pod;
        }
        if (owner.kind().equals("ReplicaSet") || owner.kind().equals("Job")) {
            Tracked<WorkloadState> set = object(WorkloadState.class, owner.kind(), pod.namespace(), owner.name());
            owner = set == null || set.body().owner() == null
                    ? owner
                    : set.body().owner();
        }
        return owner.equals(pod.workload()) ? pod : pod.ownedBy(Objects.requireNonNull(interned.owner(owner)));
    }

    private @Nullable Change node(Fact fact, NodeState body, Position position) {
        Tracked<NodeState> before = nodes.get(fact.name());
        if (same(before, fact)) {
            return null;
        }
        Tracked<NodeState> after = tracked(fact, shared.of(body), position);
        if (before != null) {
            nodes.remove(before);
        }
        nodes.add(after);
        return new Change(fact, position, before == null ? Change.What.ADDED : Change.What.UPDATED, before, after);
    }

    private @Nullable Change budget(Fact fact, BudgetState body, Position position) {
        String namespace = fact.namespace() == null ? "" : fact.namespace();
        Tracked<BudgetState> before = budget(namespace, fact.name());
        if (same(before, fact)) {
            return null;
        }
        Tracked<BudgetState> after = tracked(fact, shared.of(body), position);
        if (budgets.put(namespace, after)) {
            pods.cover(namespaced(after.ref()), namespace, body);
        }
        return new Change(fact, position, before == null ? Change.What.ADDED : Change.What.UPDATED, before, after);
    }

    private @Nullable Change other(Fact fact, Position position) {
        Tracked<? extends FactBody> before = others.get(fact.object());
        if (same(before, fact)) {
            return null;
        }
        FactBody body = fact.body() instanceof WorkloadState workload ? shared.of(workload) : fact.body();
        Tracked<FactBody> after = tracked(fact, body, position);
        others.put(after);
        if (body instanceof WorkloadState workload) {
            if (workload.owner() != null) {
                adopt(after.ref());
            }
            budgets.workload(after.ref(), workload);
        }
        return new Change(fact, position, before == null ? Change.What.ADDED : Change.What.UPDATED, before, after);
    }

    /** Pods that were known before the owner of their ReplicaSet or Job was. */
    @SuppressWarnings("ReferenceEquality") // a pod that stays under its owner is handed back as it is
    private void adopt(ObjectRef set) {
        for (PodView pod : List.copyOf(pods.of(set))) {
            PodView owned = resolved(pod);
            if (owned != pod) {
                remove(pod);
                add(owned);
            }
        }
    }

    private @Nullable Change deleted(Fact fact, Position position) {
        String namespace = fact.namespace() == null ? "" : fact.namespace();
        Object before =
                switch (fact.kind()) {
                    case "Pod" -> deletedPod(namespace, fact);
                    case "Node" -> deletedNode(fact);
                    case "PodDisruptionBudget" -> deletedBudget(namespace, fact);
                    default -> deletedOther(fact);
                };
        return before == null ? null : new Change(fact, position, Change.What.DELETED, before, null);
    }

    private @Nullable PodView deletedPod(String namespace, Fact fact) {
        PodView pod = pods.get(namespace, fact.name());
        if (pod == null || pod.isAnother(fact)) {
            return null;
        }
        remove(pod);
        return pod;
    }

    private @Nullable Tracked<NodeState> deletedNode(Fact fact) {
        Tracked<NodeState> node = nodes.get(fact.name());
        if (node == null || another(node.ref().uid(), fact)) {
            return null;
        }
        nodes.remove(node);
        nodeUsage.remove(fact.name());
        return node;
    }

    private @Nullable Tracked<BudgetState> deletedBudget(String namespace, Fact fact) {
        Tracked<BudgetState> budget = budget(namespace, fact.name());
        if (budget == null || another(budget.ref().uid(), fact)) {
            return null;
        }
        budgets.remove(namespace, budget);
        pods.cover(namespaced(budget.ref()), namespace, null);
        return budget;
    }

    private @Nullable Tracked<? extends FactBody> deletedOther(Fact fact) {
        Tracked<? extends FactBody> object = others.get(fact.object());
        if (object == null || another(object.ref().uid(), fact)) {
            return null;
        }
        others.remove(object);
        if (object.body() instanceof WorkloadState) {
            budgets.workload(object.ref(), null);
        }
        return object;
    }

    /** Whether a deletion speaks of an earlier object of the same name. */
    private static boolean another(@Nullable String uid, Fact fact) {
        return uid != null && fact.uid() != null && !uid.equals(fact.uid());
    }

    private static boolean same(@Nullable Tracked<? extends FactBody> before, Fact fact) {
        return before != null && before.sameVersion(fact);
    }

    private <B extends FactBody> Tracked<B> tracked(Fact fact, B body, Position position) {
        return Tracked.of(fact, position, interned.ref(fact.object()), body);
    }

    static String namespaced(ObjectRef ref) {
        return (ref.namespace() == null ? "" : ref.namespace()) + "/" + ref.name();
    }
}
