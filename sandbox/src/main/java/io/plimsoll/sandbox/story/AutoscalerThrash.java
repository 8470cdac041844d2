package io.plimsoll.sandbox.story;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.sandbox.world.Manifests;
import io.plimsoll.sandbox.world.Manifests.Asks;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.time.Duration;
import java.util.List;

/** An autoscaler that removes nodes after a minute meets a load that comes and goes. */
final class AutoscalerThrash implements Scenario {

    private static final String NAMESPACE = "reports";
    private static final String WORKLOAD = "renderer";
    private static final int BURSTS = 6;

    @Override
    public String name() {
        return "autoscaler-thrash";
    }

    @Override
    public String title() {
        return "a badly tuned autoscaler buys nodes and throws them away minutes later";
    }

    @Override
    public WorldSettings world() {
        return new WorldSettings(Shape.SMALL, 100);
    }

    @Override
    public List<Expectation> expectations() {
        return List.of(
                new Expectation(
                        "thrashFlagged",
                        "A1 NODE_GROUP_THRASH fires when the second useless node is thrown away",
                        false,
                        Hears.alert(AlertCode.A1, AlertState.FIRING, Severity.WARNING)),
                new Expectation(
                        "maintenancePaused",
                        "maintenance of the group is paused",
                        false,
                        Hears.decision(Action.PAUSE_MAINTENANCE, AlertCode.A1)),
                new Expectation(
                        "scaleDownSuspended",
                        "it turns critical, and scale-down of the group's nodes is suspended",
                        true,
                        Hears.act("suspend-scale-down", "")),
                new Expectation(
                        "thrashResolved",
                        "A1 resolves once the group is quiet",
                        false,
                        Hears.alert(AlertCode.A1, AlertState.RESOLVED, Severity.INFO)),
                new Expectation(
                        "scaleDownRestored",
                        "scale-down is restored twenty minutes later",
                        true,
                        Hears.act("restore-scale-down", "")));
    }

    @Override
    public void play(Stage stage) {
        World world = stage.world();
        world.create(Manifests.namespace(NAMESPACE));
        world.create(Manifests.deployment(
                NAMESPACE, WORKLOAD, 1, new Asks(3000, 2048, 2048), Manifests.GROUP_LABEL + "=" + World.BURST_GROUP));
        world.nodeOf(NAMESPACE, WORKLOAD, Duration.ofSeconds(15));
        for (int burst = 1; burst <= BURSTS; burst++) {
            stage.tell("burst " + burst + ": " + WORKLOAD + " needs a node more");
            scale(stage, 2);
            stage.pass(Duration.ofMinutes(5));
            scale(stage, 1);
            stage.pass(Duration.ofMinutes(5));
            if (stage.hasHeard(Hears.act("suspend-scale-down", ""))) {
                break;
            }
        }
        stage.tell("the bursts end");
        stage.await(
                "the end of the alert",
                Hears.alert(AlertCode.A1, AlertState.RESOLVED, Severity.INFO),
                Duration.ofSeconds(90));
        stage.await("the restored scale-down", Hears.act("restore-scale-down", ""), Duration.ofSeconds(60));
    }

    private static void scale(Stage stage, int replicas) {
        stage.patch(
                "/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments/" + WORKLOAD + "/scale",
                "{\"spec\":{\"replicas\":" + replicas + "}}",
                "report-scheduler");
    }
}
