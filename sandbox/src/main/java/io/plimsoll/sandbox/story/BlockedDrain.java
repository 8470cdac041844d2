package io.plimsoll.sandbox.story;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceRequest.Nodes;
import io.plimsoll.model.maintenance.MaintenanceRequest.RequestedAction;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.sandbox.listen.Heard;
import io.plimsoll.sandbox.world.Manifests;
import io.plimsoll.sandbox.world.Manifests.Asks;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.time.Duration;
import java.util.List;

/** A budget of 80 % over two replicas can't let one go: a drain by hand hangs, one through Plimsoll is refused. */
final class BlockedDrain implements Scenario {

    private static final String NAMESPACE = "shop";
    private static final String APP = "cart";
    private static final String REFUSED = "drain-before-the-fix";
    private static final String SUCCEEDS = "drain-after-the-fix";

    @Override
    public String name() {
        return "blocked-drain";
    }

    @Override
    public String title() {
        return "a drain meets a budget of 80 % over 2 replicas behind an autoscaler";
    }

    @Override
    public WorldSettings world() {
        return new WorldSettings(Shape.SMALL, 40);
    }

    @Override
    public List<Expectation> expectations() {
        return List.of(
                new Expectation(
                        "refusedBeforeTheCordon",
                        "a drain through Plimsoll is refused before anything is touched, with the numbers",
                        true,
                        BlockedDrain::refused),
                new Expectation(
                        "budgetFlagged",
                        "P3 PDB_MISCONFIGURED names the replica counts that block",
                        false,
                        Hears.alert(AlertCode.P3, AlertState.FIRING, Severity.WARNING)),
                new Expectation(
                        "blockFlagged",
                        "P2 PDB_BLOCKING_DRAIN fires for the drain by hand, and says what would unblock it",
                        false,
                        Hears.alert(AlertCode.P2, AlertState.FIRING, Severity.WARNING)),
                new Expectation(
                        "blockResolved",
                        "P2 resolves once the budget is mended",
                        false,
                        Hears.alert(AlertCode.P2, AlertState.RESOLVED, Severity.INFO)),
                new Expectation(
                        "drainSucceeded",
                        "the same drain then succeeds",
                        true,
                        Hears.request(SUCCEEDS, RequestState.SUCCEEDED)));
    }

    private static boolean refused(Heard heard) {
        return heard instanceof Heard.HeardStatus(var status)
                && status.request().equals(REFUSED)
                && status.terminal()
                && status.causes().stream().anyMatch(cause -> cause.code().equals("PDB_PERMANENTLY_BLOCKED"));
    }

    @Override
    public void play(Stage stage) {
        World world = stage.world();
        world.create(Manifests.namespace(NAMESPACE));
        world.create(Manifests.deployment(NAMESPACE, APP, 2, new Asks(200, 256, 512), ""));
        world.create(Manifests.autoscaler(NAMESPACE, APP, 1, 5));
        world.create(Manifests.budget(NAMESPACE, APP, "minAvailable", "80%"));
        world.operations().setLoad(NAMESPACE, APP, _ -> 320);
        String node = world.nodeOf(NAMESPACE, APP, Duration.ofSeconds(15));
        stage.tell(
                "the upgrade asks Plimsoll to drain " + node + ", where a pod of " + NAMESPACE + "/" + APP + " runs");
        stage.ask(drain(world.cluster(), REFUSED, node));
        if (!stage.await("the refusal", BlockedDrain::refused, Duration.ofSeconds(20))) {
            return;
        }
        stage.tell("somebody loses patience and cordons " + node + " by hand, to drain it with kubectl");
        stage.setUnschedulable(List.of(node), true, "kubectl-drain");
        boolean flagged = stage.await(
                "P2", Hears.alert(AlertCode.P2, AlertState.FIRING, Severity.WARNING), Duration.ofSeconds(30));
        stage.await("P3", Hears.alert(AlertCode.P3, AlertState.FIRING, Severity.WARNING), Duration.ofSeconds(30));
        if (!flagged) {
            return;
        }
        stage.tell("the owner follows the alert's advice: maxUnavailable: 1");
        stage.patch(
                "/apis/policy/v1/namespaces/" + NAMESPACE + "/poddisruptionbudgets/" + APP,
                "{\"spec\":{\"minAvailable\":null,\"maxUnavailable\":1}}",
                "kubectl-edit");
        stage.setUnschedulable(List.of(node), false, "kubectl-uncordon");
        stage.await(
                "the end of P2", Hears.alert(AlertCode.P2, AlertState.RESOLVED, Severity.INFO), Duration.ofSeconds(30));
        stage.ask(drain(world.cluster(), SUCCEEDS, node));
        stage.await("the drain", Hears.request(SUCCEEDS, RequestState.SUCCEEDED), Duration.ofSeconds(60));
    }

    private static MaintenanceRequest drain(String cluster, String id, String node) {
        return new MaintenanceRequest(
                id,
                cluster,
                "upgrade",
                new RequestedAction("drain", new Nodes(List.of(node), null), "uncordon", null, null, null),
                "kubelet 1.33",
                null,
                null,
                null,
                null,
                null);
    }
}
