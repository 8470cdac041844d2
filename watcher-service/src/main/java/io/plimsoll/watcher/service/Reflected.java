package io.plimsoll.watcher.service;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.ClusterAutoscalerConfig;
import io.plimsoll.model.fact.ClusterAutoscalerStatus;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.FieldChange;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.model.fact.NodeClaimState;
import io.plimsoll.model.fact.NodeGroup;
import io.plimsoll.model.fact.NodePoolState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.ServiceState;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import io.plimsoll.model.fact.VolumeState;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.model.fact.WorkloadState;
import io.plimsoll.watcher.sink.FactJson;
import io.plimsoll.watcher.sink.LogMemory;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a native image must keep reachable by name: records that become JSON, and classes that Kafka is told to make. */
@RegisterForReflection(
        targets = {
            Fact.class,
            FactBody.class,
            Origin.class,
            NodeState.class,
            NodeGroup.class,
            PodState.class,
            BudgetState.class,
            WorkloadState.class,
            PodTemplate.class,
            HorizontalAutoscalerState.class,
            HorizontalAutoscalerState.Metric.class,
            HorizontalAutoscalerState.ScalingRules.class,
            HorizontalAutoscalerState.ScalingPolicy.class,
            ClaimState.class,
            VolumeState.class,
            ServiceState.class,
            ClusterAutoscalerConfig.class,
            ClusterAutoscalerStatus.class,
            NodePoolState.class,
            NodeClaimState.class,
            LeaseState.class,
            EventState.class,
            NodeUsage.class,
            PodUsage.class,
            PodUsage.ContainerUsage.class,
            Tick.class,
            Tick.Currency.class,
            Tick.Standing.class,
            Synced.class,
            WatchGap.class,
            Relisted.class,
            Deleted.class,
            Affinity.class,
            Affinity.NodeTerm.class,
            Affinity.PodTerm.class,
            Condition.class,
            ContainerState.class,
            ContainerState.Type.class,
            ContainerState.Termination.class,
            FieldChange.class,
            OwnerRef.class,
            PodVolume.class,
            Resources.class,
            Taint.class,
            Toleration.class,
            TopologySpread.class,
            LabelSelector.class,
            LabelSelector.Requirement.class,
            ObjectRef.class,
            LogMemory.Seed.class,
            LogMemory.Said.class,
            FactJson.WithoutBody.class
        })
final class Reflected {

    private Reflected() {}
}
