package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a fact says, by kind of object; {@code type} comes first in the JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NodeState.class, name = "Node"),
    @JsonSubTypes.Type(value = PodState.class, name = "Pod"),
    @JsonSubTypes.Type(value = BudgetState.class, name = "Budget"),
    @JsonSubTypes.Type(value = WorkloadState.class, name = "Workload"),
    @JsonSubTypes.Type(value = HorizontalAutoscalerState.class, name = "HorizontalAutoscaler"),
    @JsonSubTypes.Type(value = ClaimState.class, name = "Claim"),
    @JsonSubTypes.Type(value = VolumeState.class, name = "Volume"),
    @JsonSubTypes.Type(value = ServiceState.class, name = "Service"),
    @JsonSubTypes.Type(value = ClusterAutoscalerConfig.class, name = "ClusterAutoscalerConfig"),
    @JsonSubTypes.Type(value = ClusterAutoscalerStatus.class, name = "ClusterAutoscalerStatus"),
    @JsonSubTypes.Type(value = NodePoolState.class, name = "NodePool"),
    @JsonSubTypes.Type(value = NodeClaimState.class, name = "NodeClaim"),
    @JsonSubTypes.Type(value = LeaseState.class, name = "Lease"),
    @JsonSubTypes.Type(value = EventState.class, name = "Event"),
    @JsonSubTypes.Type(value = NodeUsage.class, name = "NodeUsage"),
    @JsonSubTypes.Type(value = PodUsage.class, name = "PodUsage"),
    @JsonSubTypes.Type(value = Tick.class, name = "Tick"),
    @JsonSubTypes.Type(value = Synced.class, name = "Synced"),
    @JsonSubTypes.Type(value = WatchGap.class, name = "WatchGap"),
    @JsonSubTypes.Type(value = Relisted.class, name = "Relisted"),
    @JsonSubTypes.Type(value = Deleted.class, name = "Deleted")
})
public sealed interface FactBody
        permits NodeState,
                PodState,
                BudgetState,
                WorkloadState,
                HorizontalAutoscalerState,
                ClaimState,
                VolumeState,
                ServiceState,
                ClusterAutoscalerConfig,
                ClusterAutoscalerStatus,
                NodePoolState,
                NodeClaimState,
                LeaseState,
                EventState,
                NodeUsage,
                PodUsage,
                Tick,
                Synced,
                WatchGap,
                Relisted,
                Deleted {}
