package io.plimsoll.analyzer.state;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.WorkloadState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects as they are, made of what they have in common with others: labels, templates, the texts of conditions. */
record SharedParts(Interned interned) {

    /** A Deployment and its ReplicaSet have the same labels and template. */
    WorkloadState of(WorkloadState workload) {
        return new WorkloadState(
                interned.texts(workload.labels()),
                interned.texts(workload.annotations()),
                interned.owner(workload.owner()),
                interned.valueOrNull(workload.replicas()),
                workload.statusReplicas(),
                workload.readyReplicas(),
                workload.availableReplicas(),
                workload.updatedReplicas(),
                workload.generation(),
                workload.observedGeneration(),
                of(workload.selector()),
                of(workload.template()),
                interned.valueOrNull(workload.replicasChangedBy()),
                interned.textOrNull(workload.strategy()),
                interned.valueOrNull(workload.progressDeadlineSeconds()),
                workload.paused(),
                workload.currentRevision(),
                workload.updateRevision(),
                interned.textOrNull(workload.podManagementPolicy()),
                workload.serviceName(),
                workload.claimTemplates(),
                of(workload.conditions()),
                workload.createdAt(),
                workload.deletionTimestamp(),
                interned.valueOrNull(workload.partition()));
    }

    NodeState of(NodeState node) {
        return new NodeState(
                interned.texts(node.labels()),
                interned.texts(node.annotations()),
                node.unschedulable(),
                node.cordonedBy(),
                node.taints(),
                node.providerId(),
                node.systemUuid(),
                node.bootId(),
                interned.textOrNull(node.kubeletVersion()),
                interned.value(node.capacity()),
                interned.value(node.allocatable()),
                of(node.conditions()),
                node.createdAt(),
                node.deletionTimestamp(),
                interned.valueOrNull(node.group()));
    }

    BudgetState of(BudgetState budget) {
        return new BudgetState(
                interned.texts(budget.annotations()),
                interned.texts(budget.labels()),
                interned.textOrNull(budget.minAvailable()),
                interned.textOrNull(budget.maxUnavailable()),
                of(budget.selector()),
                interned.textOrNull(budget.unhealthyPodEvictionPolicy()),
                budget.generation(),
                budget.observedGeneration(),
                budget.currentHealthy(),
                budget.desiredHealthy(),
                budget.expectedPods(),
                budget.disruptionsAllowed(),
                budget.disruptedPods(),
                of(budget.conditions()),
                budget.createdAt());
    }

    private List<Condition> of(List<Condition> conditions) {
        return conditions.stream().map(this::of).toList();
    }

    /** The texts of its kind; its message and time are its own. */
    private Condition of(Condition condition) {
        return new Condition(
                interned.text(condition.type()),
                interned.text(condition.status()),
                interned.textOrNull(condition.reason()),
                condition.message(),
                condition.lastTransitionTime());
    }

    private @Nullable LabelSelector of(@Nullable LabelSelector selector) {
        return selector == null
                ? null
                : interned.value(
                        selector,
                        rule -> new LabelSelector(interned.texts(rule.matchLabels()), rule.matchExpressions()));
    }

    private @Nullable PodTemplate of(@Nullable PodTemplate template) {
        return template == null
                ? null
                : interned.value(
                        template,
                        one -> new PodTemplate(
                                interned.text(one.hash()),
                                interned.texts(one.labels()),
                                one.images(),
                                one.nodeName(),
                                interned.texts(one.nodeSelector()),
                                interned.value(one.tolerations()),
                                interned.value(one.topologySpread()),
                                interned.value(one.requests()),
                                one.terminationGraceSeconds(),
                                one.hasPreStopHook(),
                                one.hasReadinessProbe()));
    }
}
