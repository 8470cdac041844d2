package io.plimsoll.simulator.autoscaling;

import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.objects.Taint;
import io.plimsoll.simulator.scheduler.WhatIf;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster autoscaler for one node group. At every scan it adds nodes for pods that fit nowhere, and removes a node
 * that has been unneeded for long enough: marks it, evicts its pods, deletes it.
 *
 * <p>A node is unneeded while its requests stay below the threshold and everything on it but daemons may move and
 * would find a place elsewhere. {@code scale-down-disabled} on a node and {@code safe-to-evict: "false"} on a pod keep a
 * node; so does a budget that can spare nothing.
 */
public final class ClusterAutoscaler implements Reconciler {

    static final String TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler";
    static final String CANDIDATE = "DeletionCandidateOfClusterAutoscaler";
    private static final String PREFIX = "cluster-autoscaler.kubernetes.io/";
    private static final String SCAN = "#scan";

    private final Cluster cluster;
    private final AutoscalerSettings settings;
    private final AutoscalerReport report;
    private final GentleEviction eviction;
    private final Map<String, Instant> unneededSince = new HashMap<>();
    private final Map<String, Instant> arriving = new HashMap<>();

    private @Nullable NodeView example;
    private Instant lastAdded = Instant.EPOCH;
    private long made;
    private boolean scanning;

    public ClusterAutoscaler(Cluster cluster, AutoscalerSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
        this.report = new AutoscalerReport(cluster, settings);
        this.eviction = new GentleEviction(cluster);
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        if (!scanning && change.node() != null) {
            scanning = true;
            queue.addAt(SCAN, cluster.now().plus(settings.scan()));
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        if (!key.equals(SCAN)) {
            arrive(key, now);
            return;
        }
        queue.addAt(SCAN, now.plus(settings.scan()));
        List<NodeView> group = group();
        if (example == null) {
            example = group.isEmpty() ? null : group.getFirst();
        }
        drain(group, now);
        boolean grew = example != null && grow(example, group, now, queue);
        if (!grew) {
            shrink(group, now);
        }
        report.write(group.size(), group.size() + arriving.size(), unneededSince.size(), !arriving.isEmpty(), now);
    }

    private List<NodeView> group() {
        return cluster.nodes().stream()
                .filter(node -> settings.group().equals(node.labels().get(settings.groupLabel())))
                .sorted(Comparator.comparing(NodeView::name))
                .toList();
    }

    // --- more nodes ---

    private boolean grow(NodeView shape, List<NodeView> group, Instant now, WorkQueue queue) {
        NodeView fresh = NodeView.of(NodeGroup.node(shape, settings.group(), "template", now));
        List<PodView> waiting = cluster.pods().stream()
                .filter(pod -> !pod.bound() && pod.active() && unschedulable(pod))
                .sorted(Comparator.comparing(PodView::key))
                .toList();
        List<PodView> fitting =
                waiting.stream().filter(pod -> WhatIf.fitsEmpty(pod, fresh)).toList();
        int needed = WhatIf.nodesFor(fitting, fresh, settings.max());
        long leaving =
                group.stream().filter(node -> node.tainted(TO_BE_DELETED)).count();
        int size = group.size() - (int) leaving;
        int target = Math.min(settings.max(), size + Math.max(arriving.size(), needed));
        int more = target - size - arriving.size();
        if (more <= 0) {
            fitting.stream()
                    .filter(_ -> arriving.isEmpty() && size >= settings.max())
                    .forEach(pod -> cluster.events()
                            .normal(
                                    pod.raw(),
                                    AutoscalerReport.COMPONENT,
                                    "NotTriggerScaleUp",
                                    "pod didn't trigger scale-up: 1 max node group size reached"));
            return false;
        }
        int before = size + arriving.size();
        report.event(
                "ScaledUpGroup",
                "Scale-up: setting group %s size to %d instead of %d (max: %d)"
                        .formatted(settings.group(), target, before, settings.max()));
        for (int i = 0; i < more; i++) {
            String name = "%s-%s".formatted(settings.group(), suffix(now));
            arriving.put(name, now);
            queue.addAt(name, now.plus(settings.provision()));
        }
        report.event(
                "ScaledUpGroup",
                "Scale-up: group %s size set to %d (max: %d)".formatted(settings.group(), target, settings.max()));
        fitting.forEach(pod -> cluster.events()
                .normal(
                        pod.raw(),
                        AutoscalerReport.COMPONENT,
                        "TriggeredScaleUp",
                        "pod triggered scale-up: [{%s %d->%d (max: %d)}]"
                                .formatted(settings.group(), before, target, settings.max())));
        return true;
    }

    private static boolean unschedulable(PodView pod) {
        var condition = Conditions.find(pod.raw(), "PodScheduled");
        return condition != null && Fields.text(condition, "reason").equals("Unschedulable");
    }

    private String suffix(Instant now) {
        return Long.toString(((now.getEpochSecond() * 31 + made++) & 0xFFFFF) | 0x100000, 36);
    }

    private void arrive(String name, Instant now) {
        if (arriving.remove(name) != null) {
            cluster.store()
                    .create(
                            ResourceTypes.NODE,
                            NodeGroup.node(Objects.requireNonNull(example), settings.group(), name, now));
            lastAdded = now;
        }
    }

    // --- fewer nodes ---

    private void shrink(List<NodeView> group, Instant now) {
        unneededSince.keySet().retainAll(group.stream().map(NodeView::name).toList());
        int size = (int)
                group.stream().filter(node -> !node.tainted(TO_BE_DELETED)).count();
        @Nullable WhatIf whatIf = null;
        List<NodeView> ripe = new ArrayList<>();
        for (NodeView node : group) {
            if (node.tainted(TO_BE_DELETED)) {
                continue;
            }
            if (utilization(node) < settings.utilization() && size > settings.min()) {
                whatIf = whatIf == null ? new WhatIf(cluster) : whatIf;
                if (unneeded(node, whatIf)) {
                    mark(node, CANDIDATE, Taint.PREFER_NO_SCHEDULE, now);
                    Instant since = unneededSince.computeIfAbsent(node.name(), _ -> now);
                    if (!since.plus(settings.unneeded()).isAfter(now)) {
                        ripe.add(node);
                    }
                    continue;
                }
            }
            if (unneededSince.remove(node.name()) != null) {
                unmark(node, CANDIDATE);
            }
        }
        boolean tooSoon = lastAdded.plus(settings.delayAfterAdd()).isAfter(now);
        if (!ripe.isEmpty() && !tooSoon && arriving.isEmpty()) {
            ripe.sort(Comparator.comparingInt((NodeView node) -> movable(node).size()));
            remove(ripe.getFirst(), now);
        }
    }

    private double utilization(NodeView node) {
        long cpu = 0;
        long memory = 0;
        for (PodView pod : cluster.podsOnNode(node.name())) {
            if (!pod.finished()) {
                cpu += pod.requests().cpuMilli();
                memory += pod.requests().memory();
            }
        }
        return Math.max(
                share(cpu, node.allocatable().cpuMilli()),
                share(memory, node.allocatable().memory()));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private boolean unneeded(NodeView node, WhatIf whatIf) {
        if ("true".equals(node.annotations().get(PREFIX + "scale-down-disabled"))) {
            return false;
        }
        List<PodView> movable = movable(node);
        for (PodView pod : movable) {
            String safe = pod.annotations().getOrDefault(PREFIX + "safe-to-evict", "");
            boolean kept = safe.equals("false") || (pod.controller() == null && !safe.equals("true"));
            if (kept || eviction.blocked(pod)) {
                return false;
            }
        }
        return whatIf.couldLeave(node, movable);
    }

    private List<PodView> movable(NodeView node) {
        return cluster.podsOnNode(node.name()).stream()
                .filter(pod -> pod.active() && !pod.ownedBy("DaemonSet"))
                .toList();
    }

    private void remove(NodeView node, Instant now) {
        List<PodView> pods = movable(node);
        mark(node, TO_BE_DELETED, Taint.NO_SCHEDULE, now);
        unneededSince.remove(node.name());
        report.event(
                pods.isEmpty() ? "ScaleDownEmpty" : "ScaleDown",
                pods.isEmpty()
                        ? "Scale-down: removing empty node \"%s\"".formatted(node.name())
                        : "Scale-down: removing node %s, utilization: %.2f, pods to reschedule: %s"
                                .formatted(
                                        node.name(),
                                        utilization(node),
                                        String.join(
                                                ",",
                                                pods.stream().map(PodView::name).toList())));
        cluster.events()
                .normal(
                        node.raw(),
                        AutoscalerReport.COMPONENT,
                        "ScaleDown",
                        "marked the node as toBeDeleted/unschedulable");
    }

    /** Evicts what still runs on nodes that are to go, as budgets allow, and deletes those that are empty. */
    private void drain(List<NodeView> group, Instant now) {
        for (NodeView node : group) {
            if (!node.tainted(TO_BE_DELETED)) {
                continue;
            }
            List<PodView> left = movable(node);
            for (PodView pod : left) {
                if (eviction.evict(pod, now)) {
                    cluster.events()
                            .normal(
                                    pod.raw(),
                                    AutoscalerReport.COMPONENT,
                                    "ScaleDown",
                                    "deleting pod for node scale down");
                }
            }
            boolean ending = cluster.podsOnNode(node.name()).stream()
                    .anyMatch(pod -> pod.terminating() && !pod.ownedBy("DaemonSet"));
            if (left.isEmpty() && !ending) {
                cluster.events()
                        .normal(
                                node.raw(),
                                AutoscalerReport.COMPONENT,
                                "ScaleDown",
                                "nodes removed by cluster autoscaler");
                List.copyOf(cluster.podsOnNode(node.name()))
                        .forEach(pod -> cluster.delete(pod, DeleteOptions.IMMEDIATE));
                cluster.store().delete(ResourceTypes.NODE, "", node.name(), DeleteOptions.GRACEFUL);
            }
        }
    }

    private void mark(NodeView node, String key, String effect, Instant now) {
        if (!node.tainted(key)) {
            cluster.edit(node, tree -> Fields.ensureArray(Fields.ensure(tree, "spec"), "taints")
                    .addObject()
                    .put("key", key)
                    .put("value", String.valueOf(now.getEpochSecond()))
                    .put("effect", effect));
        }
    }

    private void unmark(NodeView node, String key) {
        cluster.edit(node, tree -> {
            var taints = Fields.ensureArray(Fields.ensure(tree, "spec"), "taints");
            for (int i = taints.size() - 1; i >= 0; i--) {
                if (Fields.text(taints.get(i), "key").equals(key)) {
                    taints.remove(i);
                }
            }
        });
    }
}
