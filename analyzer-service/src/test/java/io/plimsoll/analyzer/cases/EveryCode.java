package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.nodeUsage;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static io.plimsoll.analyzer.cases.Drafts.raw;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.TopologySpread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Logs that raise alerts of every code: those of the worked cases, and a few more. */
public final class EveryCode {

    private static final List<String> SUITE = List.of(
            "cases.AutoscalerCasesTest",
            "cases.CircuitBreakerCasesTest",
            "cases.EndingCasesTest",
            "cases.MemoryCasesTest",
            "cases.SuppressionCasesTest",
            "detect.budget.BudgetBlockingDrainTest",
            "detect.budget.BudgetBypassedTest",
            "detect.budget.BudgetViolatedTest",
            "detect.budget.MisconfiguredBudgetTest",
            "detect.maintenance.DrainBlockedTest",
            "detect.maintenance.MassCordonTest",
            "detect.maintenance.PodOnCordonedTest",
            "detect.nodes.NodeCasesTest",
            "detect.quorum.StatefulSetCasesTest",
            "detect.spread.ImbalanceCasesTest",
            "detect.watch.WatchCasesTest");

    private EveryCode() {}

    public static List<List<Fact>> logs() throws ReflectiveOperationException {
        List<Class<?>> suite = new ArrayList<>();
        for (String name : SUITE) {
            suite.add(Class.forName("io.plimsoll.analyzer." + name));
        }
        List<List<Fact>> all = new ArrayList<>(Cases.gathered(suite));
        all.addAll(List.of(crowded().facts(), merged().facts(), pressed().facts()));
        return all;
    }

    /** I2: three pods in one of two zones. */
    private static Script crowded() {
        var spread = new TopologySpread(
                1,
                "topology.kubernetes.io/zone",
                "DoNotSchedule",
                LabelSelector.ofLabels(Map.of("app", "cart")),
                null,
                null,
                "Honor",
                List.of());
        return Script.of(node("a1"), node("b1").zone("b"))
                .at(
                        0,
                        deployment("shop", "cart").replicas(3).spread(spread),
                        pod("shop", "cart-a").of("cart").on("a1"),
                        pod("shop", "cart-b").of("cart").on("a1"),
                        pod("shop", "cart-c").of("cart").on("a1"))
                .until(11);
    }

    /** W6: every event is one that its recorder has merged. */
    private static Script merged() {
        Script script = Script.of(node("n1"));
        var about = ObjectRef.of("Pod", "shop", "web");
        for (int i = 0; i < 60; i++) {
            script.at(
                    1,
                    raw(
                            "Event",
                            "shop",
                            "e" + i,
                            new EventState("Normal", "Pulled", "", about, true, 1, 1, null, null, null, null, true)));
        }
        return script.until(2);
    }

    /** M1 of a node whose use is known. */
    private static Script pressed() {
        return Script.of(node("n1"), nodeUsage("n1", -1, 100, 15L << 30))
                .at(0, node("n1").condition("MemoryPressure", "True"))
                .until(1);
    }
}
