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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What plans and guards may ask about the cluster. Every look-up is by index; collections are views, not copies, and may
 * be iterated while the view changes.
 */
public interface ClusterView {

    /** The cluster's id. */
    String cluster();

    Freshness freshness(Resource resource);

    Collection<Viewed<NodeState>> nodes();

    @Nullable
    Viewed<NodeState> node(String name);

    /** Every pod bound to the node, whatever its phase. */
    Collection<Viewed<PodState>> podsOn(String node);

    Collection<Viewed<PodState>> podsIn(String namespace);

    /** Pods bound to no node. */
    Collection<Viewed<PodState>> unboundPods();

    /** Pods that require to stay away from others: few, but each binds every newcomer. */
    Collection<Viewed<PodState>> podsWithAntiAffinity();

    @Nullable
    Viewed<PodState> pod(String namespace, String name);

    /** What the unfinished pods bound to the node ask for, summed up; {@code pods} is their number. */
    Resources requestedOn(String node);

    Collection<Viewed<BudgetState>> budgetsIn(String namespace);

    @Nullable
    Viewed<BudgetState> budget(String namespace, String name);

    @Nullable
    Viewed<WorkloadState> workload(String uid);

    Collection<Viewed<WorkloadState>> workloads();

    @Nullable
    Viewed<ClaimState> claim(String namespace, String name);

    @Nullable
    Viewed<VolumeState> volume(String name);

    /** Where volumes that the storage class is still to make can be used, any one of which holds; empty for anywhere. */
    List<NodeTerm> topologies(String storageClass);

    /** Marks of other maintainers that lie outside the node: kured's lock, the node-maintenance-operator's lease. */
    Collection<NodeLock> locks(String node);
}
