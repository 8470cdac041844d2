package io.plimsoll.analyzer.detect;

import io.plimsoll.analyzer.detect.budget.BudgetBlockingDrain;
import io.plimsoll.analyzer.detect.budget.BudgetBypassed;
import io.plimsoll.analyzer.detect.budget.BudgetViolated;
import io.plimsoll.analyzer.detect.budget.MisconfiguredBudget;
import io.plimsoll.analyzer.detect.maintenance.DrainBlocked;
import io.plimsoll.analyzer.detect.maintenance.MassCordon;
import io.plimsoll.analyzer.detect.maintenance.PodOnCordoned;
import io.plimsoll.analyzer.detect.memory.EvictionRisk;
import io.plimsoll.analyzer.detect.memory.MemoryGrowth;
import io.plimsoll.analyzer.detect.memory.NoMemoryLimit;
import io.plimsoll.analyzer.detect.memory.NodeMemoryHeadroom;
import io.plimsoll.analyzer.detect.memory.NodeMemoryOvercommit;
import io.plimsoll.analyzer.detect.memory.NodeMemoryPressure;
import io.plimsoll.analyzer.detect.memory.OomKilled;
import io.plimsoll.analyzer.detect.memory.PodEvicted;
import io.plimsoll.analyzer.detect.nodes.CrashLoop;
import io.plimsoll.analyzer.detect.nodes.DiskPressure;
import io.plimsoll.analyzer.detect.nodes.NodeFlapping;
import io.plimsoll.analyzer.detect.nodes.NodeNotReady;
import io.plimsoll.analyzer.detect.nodes.NodeProblem;
import io.plimsoll.analyzer.detect.nodes.NodeRebooted;
import io.plimsoll.analyzer.detect.nodes.PlegUnhealthy;
import io.plimsoll.analyzer.detect.nodes.RuntimeHung;
import io.plimsoll.analyzer.detect.quorum.GoverningService;
import io.plimsoll.analyzer.detect.quorum.MemberIdentity;
import io.plimsoll.analyzer.detect.quorum.QuorumRisk;
import io.plimsoll.analyzer.detect.quorum.RevisionStuck;
import io.plimsoll.analyzer.detect.quorum.SimultaneousTermination;
import io.plimsoll.analyzer.detect.quorum.UnbudgetedStatefulSet;
import io.plimsoll.analyzer.detect.scaling.AutoscalerConfig;
import io.plimsoll.analyzer.detect.scaling.HpaBlind;
import io.plimsoll.analyzer.detect.scaling.HpaFlapping;
import io.plimsoll.analyzer.detect.scaling.HpaSaturated;
import io.plimsoll.analyzer.detect.scaling.NodeGroupThrash;
import io.plimsoll.analyzer.detect.scaling.ReplacementChurn;
import io.plimsoll.analyzer.detect.scaling.ScaleUpStuck;
import io.plimsoll.analyzer.detect.spread.ClusterShape;
import io.plimsoll.analyzer.detect.spread.CoLocation;
import io.plimsoll.analyzer.detect.spread.NodeImbalance;
import io.plimsoll.analyzer.detect.spread.TopologySkew;
import io.plimsoll.analyzer.detect.watch.ClockSkew;
import io.plimsoll.analyzer.detect.watch.EventsAggregated;
import io.plimsoll.analyzer.detect.watch.MetricsStale;
import io.plimsoll.analyzer.detect.watch.RelistStorm;
import io.plimsoll.analyzer.detect.watch.SinkBlocked;
import io.plimsoll.analyzer.detect.watch.WatchGaps;
import java.util.List;

/** Every detector there is, with its default thresholds; parents before those they explain. */
public final class Detectors {

    private Detectors() {}

    public static List<Detector> all() {
        return List.of(
                WatchGaps.defaults(),
                NodeNotReady.defaults(),
                MassCordon.defaults(),
                DrainBlocked.defaults(),
                PodOnCordoned.defaults(),
                CrashLoop.defaults(),
                NodeProblem.defaults(),
                NodeRebooted.defaults(),
                RuntimeHung.defaults(),
                PlegUnhealthy.defaults(),
                DiskPressure.defaults(),
                NodeFlapping.defaults(),
                EventsAggregated.defaults(),
                SinkBlocked.defaults(),
                MetricsStale.defaults(),
                ClockSkew.defaults(),
                RelistStorm.defaults(),
                NodeMemoryPressure.defaults(),
                NodeMemoryHeadroom.defaults(),
                EvictionRisk.defaults(),
                MemoryGrowth.defaults(),
                OomKilled.defaults(),
                PodEvicted.defaults(),
                NodeMemoryOvercommit.defaults(),
                NoMemoryLimit.defaults(),
                NodeGroupThrash.defaults(),
                ReplacementChurn.defaults(),
                HpaFlapping.defaults(),
                HpaSaturated.defaults(),
                HpaBlind.defaults(),
                AutoscalerConfig.defaults(),
                ScaleUpStuck.defaults(),
                BudgetViolated.defaults(),
                BudgetBlockingDrain.defaults(),
                MisconfiguredBudget.defaults(),
                BudgetBypassed.defaults(),
                QuorumRisk.defaults(),
                SimultaneousTermination.defaults(),
                MemberIdentity.defaults(),
                GoverningService.defaults(),
                UnbudgetedStatefulSet.defaults(),
                RevisionStuck.defaults(),
                NodeImbalance.defaults(),
                TopologySkew.defaults(),
                ClusterShape.defaults(),
                CoLocation.defaults());
    }
}
