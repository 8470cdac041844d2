package io.plimsoll.sandbox.story;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.sandbox.listen.Heard;
import io.plimsoll.sandbox.world.Manifests;
import io.plimsoll.sandbox.world.Manifests.Asks;
import io.plimsoll.sandbox.world.RecordedMemory;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import io.plimsoll.simulator.kubelet.MemorySeries;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Inference containers without limits fill a node; it is cordoned before more land there, and freed after relief. */
final class MemoryPressure implements Scenario {

    private static final String NODE = "pool-a-1";
    private static final String NAMESPACE = "inference";
    private static final String GROWING = "ranker";
    private static final long FRONTEND_BYTES = 512L << 20;
    private static final long RELIEVED_BYTES = 2L << 30;
    /** What the growing workload reaches: enough, with its neighbours, for the node to run out. */
    private static final long PEAK_BYTES = 15L << 30;

    @Override
    public String name() {
        return "memory-pressure";
    }

    @Override
    public String title() {
        return "a node's memory fills with inference containers that have no limit";
    }

    @Override
    public WorldSettings world() {
        return new WorldSettings(Shape.SMALL, 60);
    }

    @Override
    public List<Expectation> expectations() {
        return List.of(
                new Expectation(
                        "evictionOrderNamed",
                        "M3 EVICTION_RISK names who would be evicted first",
                        false,
                        Hears.alert(AlertCode.M3, AlertState.FIRING, Severity.INFO)),
                new Expectation(
                        "shortageFlagged",
                        "M2 NODE_MEMORY_HEADROOM fires, or M1 where the kubelet was quicker",
                        false,
                        shortage(AlertState.FIRING, Severity.WARNING)),
                new Expectation("nodeCordoned", "Plimsoll cordons the node", true, Hears.act("cordon", NODE)),
                new Expectation(
                        "shortageResolved",
                        "the alert resolves after the relief",
                        false,
                        shortage(AlertState.RESOLVED, Severity.INFO)),
                new Expectation(
                        "nodeUncordoned",
                        "Plimsoll uncordons it, a quarter of an hour after all is well",
                        true,
                        Hears.act("uncordon", NODE)));
    }

    /** The projection from usage usually comes before the kubelet's own condition. */
    private static Predicate<Heard> shortage(AlertState state, Severity least) {
        return Hears.alert(AlertCode.M2, state, least).or(Hears.alert(AlertCode.M1, state, least));
    }

    @Override
    public void play(Stage stage) {
        World world = stage.world();
        world.create(Manifests.namespace(NAMESPACE));
        world.create(Manifests.deployment(
                NAMESPACE, "frontend", 2, new Asks(200, 512, 768), "kubernetes.io/hostname=" + NODE));
        world.create(
                Manifests.deployment(NAMESPACE, GROWING, 1, new Asks(500, 1024, 0), "kubernetes.io/hostname=" + NODE));
        world.operations().setWorkloadMemory(NAMESPACE, "frontend", new MemorySeries.Constant(FRONTEND_BYTES));
        RecordedMemory recorded = RecordedMemory.rising(world.data(), PEAK_BYTES);
        stage.tell(GROWING + " runs on " + NODE + " without a limit; its memory follows " + recorded.source());
        world.operations().setWorkloadMemory(NAMESPACE, GROWING, recorded.series());
        if (!stage.await("the cordon", Hears.act("cordon", NODE), Duration.ofSeconds(60))) {
            return;
        }
        stage.tell("somebody gives " + GROWING + " less to do: its memory falls");
        world.operations().setWorkloadMemory(NAMESPACE, GROWING, new MemorySeries.Constant(RELIEVED_BYTES));
        stage.await("the uncordon", Hears.act("uncordon", NODE), Duration.ofSeconds(90));
    }
}
