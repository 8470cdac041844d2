package io.plimsoll.sandbox.story;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceRequest.Nodes;
import io.plimsoll.model.maintenance.MaintenanceRequest.Options;
import io.plimsoll.model.maintenance.MaintenanceRequest.RequestedAction;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.time.Duration;
import java.util.List;

/** A script cordons a quarter of a large cluster while a rolling patch is under way. */
final class MassCordon implements Scenario {

    static final String REQUEST = "patch-kernel-2026-11";
    private static final String SCRIPT = "nightly-maintenance";
    private static final int PATCHED_NODES = 3;
    private static final double CORDONED_SHARE = 0.25;

    @Override
    public String name() {
        return "mass-cordon";
    }

    @Override
    public String title() {
        return "a maintenance script cordons 25 % of the nodes at once while a rolling patch is under way";
    }

    @Override
    public WorldSettings world() {
        return new WorldSettings(Shape.PRODUCTION, 40);
    }

    @Override
    public List<Expectation> expectations() {
        return List.of(
                new Expectation(
                        "patchStarted",
                        "the patch starts: Plimsoll cordons and drains its first node",
                        true,
                        Hears.act("cordon", "")),
                new Expectation(
                        "massCordonFlagged",
                        "C1 MASS_CORDON fires, critical",
                        false,
                        Hears.alert(AlertCode.C1, AlertState.FIRING, Severity.CRITICAL)),
                new Expectation(
                        "maintenancePaused",
                        "the analyzer decides to pause maintenance",
                        false,
                        Hears.decision(Action.PAUSE_MAINTENANCE, AlertCode.C1)),
                new Expectation(
                        "patchHeldBack",
                        "the patch waits, and its answer says that the pause holds it back",
                        true,
                        Hears.guard(REQUEST, "PAUSED")),
                new Expectation(
                        "massCordonResolved",
                        "C1 resolves once the cordons are lifted",
                        false,
                        Hears.alert(AlertCode.C1, AlertState.RESOLVED, Severity.INFO)),
                new Expectation(
                        "maintenanceResumed",
                        "the analyzer decides to resume, ten minutes after the last cause",
                        false,
                        Hears.decision(Action.RESUME_MAINTENANCE, AlertCode.C1)),
                new Expectation(
                        "patchSucceeded",
                        "the patch goes on and succeeds",
                        true,
                        Hears.request(REQUEST, RequestState.SUCCEEDED)));
    }

    @Override
    public void play(Stage stage) {
        List<String> victims = playUntilPaused(stage);
        if (victims.isEmpty()) {
            return;
        }
        stage.await(
                "the alert to turn critical",
                Hears.alert(AlertCode.C1, AlertState.FIRING, Severity.CRITICAL),
                Duration.ofSeconds(15));
        stage.await("the patch to be held back", Hears.guard(REQUEST, "PAUSED"), Duration.ofSeconds(15));
        stage.tell("somebody wakes up, reads the alert and lifts the cordons");
        stage.setUnschedulable(victims, false, SCRIPT);
        stage.await("the resume", Hears.decision(Action.RESUME_MAINTENANCE, AlertCode.C1), Duration.ofSeconds(45));
        stage.await("the patch to end", Hears.request(REQUEST, RequestState.SUCCEEDED), Duration.ofSeconds(60));
    }

    /** The first act; the nodes that the script cordoned, or none when it didn't come to the pause. */
    List<String> playUntilPaused(Stage stage) {
        List<String> nodes = stage.world().nodeNames();
        List<String> patched = stage.world().nodesWithPods(PATCHED_NODES);
        stage.tell("the patching pipeline asks Plimsoll to drain " + String.join(", ", patched) + ", one by one");
        stage.ask(patch(stage.world().cluster(), patched));
        if (!stage.await("the patch to start", Hears.act("cordon", ""), Duration.ofSeconds(30))) {
            return List.of();
        }
        List<String> victims = nodes.stream()
                .filter(node -> !patched.contains(node))
                .limit(Math.round(nodes.size() * CORDONED_SHARE))
                .toList();
        stage.tell("the nightly script cordons " + victims.size() + " of " + nodes.size() + " nodes at once");
        stage.setUnschedulable(victims, true, SCRIPT);
        boolean paused = stage.await(
                "the pause", Hears.decision(Action.PAUSE_MAINTENANCE, AlertCode.C1), Duration.ofSeconds(30));
        return paused ? victims : List.of();
    }

    private static MaintenanceRequest patch(String cluster, List<String> nodes) {
        return new MaintenanceRequest(
                REQUEST,
                cluster,
                "patching",
                new RequestedAction("drain", new Nodes(nodes, null), "uncordon", null, null, null),
                "kernel 6.18.9",
                null,
                null,
                null,
                null,
                new Options(null, Duration.ofMinutes(30), true, true, null, 1, null));
    }
}
