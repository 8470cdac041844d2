package io.plimsoll.actuator.answer;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.plimsoll.actuator.guard.Displaced;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeRules;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a request waits or was given up says what, with names and numbers, and what to do about it. */
class ReasonsTest {

    private static final Task TASK = new Task(
            "r1",
            "n1",
            "uid-n1",
            Task.Goal.DRAIN_AND_HOLD,
            Duration.ofMinutes(30),
            Task.OnDeadline.ROLLBACK,
            null,
            false);
    private static final Claim CLAIM = new Claim("r1", 1, "a-0", false, NOW.plusSeconds(1_800));
    private static final Warrant WARRANT = new Warrant("patching", "key-1", "nonce-12345678", "pool=batch", 2);
    private static final Cause DEADLINE = new Cause("DEADLINE", "n1", "node n1 still had 3 pods to move", "mend");

    @ParameterizedTest(name = "{0}")
    @MethodSource("causes")
    void saysWhatWithNamesAndNumbersAndWhatToDo(String code, Cause cause, List<String> named, List<String> advised) {
        assertThat(cause.code()).isEqualTo(code);
        assertThat(cause.message()).doesNotContain("\n").contains(named);
        assertThat(cause.remedy()).doesNotContain("\n").contains(advised);
    }

    static Stream<Arguments> causes() {
        return Stream.of(given(), waiting()).flatMap(each -> each);
    }

    private static Stream<Arguments> given() {
        var cluster = new Cluster();
        cluster.workload("ReplicaSet", "cart-rs", 3, 1, null, java.util.Map.of());
        Soak soak = Soak.begin("n1", NOW, List.of(new Displaced("cart-rs", "shop/cart-rs", 2)));
        return Stream.of(
                arguments(
                        "WINDOW_ENDED",
                        Reasons.windowEnded("n1", DrainOptions.DEFAULTS),
                        List.of("n1", "the calendar"),
                        List.of("n1", "new request", "plimsoll.actuator.window-end=finish")),
                arguments(
                        "NODE_NOT_FOUND",
                        Reasons.nodeNotFound("eu1", "n9"),
                        List.of("eu1", "n9"),
                        List.of("kubectl get nodes")),
                arguments(
                        "NODE_GONE",
                        Reasons.goneBefore("n1").causes().getFirst(),
                        List.of("n1"),
                        List.of("new request")),
                arguments("NO_NODES", Reasons.noNodes("eu1"), List.of("eu1"), List.of("kubectl get nodes -l")),
                arguments(
                        "NONCE_REPLAYED",
                        Reasons.replayed(WARRANT, "r0"),
                        List.of("nonce-12345678", "patching", "r0"),
                        List.of("new nonce")),
                arguments(
                        "NODE_NOT_GRANTED",
                        Reasons.notGranted(WARRANT, "n1"),
                        List.of("patching", "pool=batch", "n1"),
                        List.of("requesters' file")),
                arguments(
                        "TOO_MANY_NODES",
                        Reasons.tooManyNodes(WARRANT, 5),
                        List.of("patching", "2", "5"),
                        List.of("fewer")),
                arguments("NOT_HELD", Reasons.notHeld("n1"), List.of("n1"), List.of("GET /maintenance")),
                arguments("PLAN_CUT", Reasons.planCut(300, 5_000), List.of("300", "5000"), List.of("by their names")),
                arguments(
                        "REFUSED_BEFORE",
                        Reasons.refusedBefore("r1", NOW),
                        List.of("r1", NOW.toString()),
                        List.of("id of its own")),
                arguments(
                        "ALREADY_ENDED",
                        Reasons.nothingToCancel("r1", true),
                        List.of("r1", "ended"),
                        List.of("status topic")),
                arguments(
                        "UNKNOWN_REQUEST",
                        Reasons.nothingToCancel("r1", false),
                        List.of("r1"),
                        List.of("GET /maintenance")),
                arguments(
                        "EXPIRED",
                        Reasons.expired("node n1 was not started before " + NOW, "notAfter"),
                        List.of("n1", NOW.toString()),
                        List.of("later notAfter")),
                arguments(
                        "HALTED",
                        Reasons.halted("n2", "n1", DEADLINE),
                        List.of("n2", "n1", "3 pods"),
                        List.of("DEADLINE of node n1", "n2 by a new request")),
                arguments(
                        "SOAK_FAILED",
                        Reasons.soakFailed(soak, cluster.view, GuardSettings.DEFAULTS),
                        List.of("n1", "PT10M", "shop/cart-rs has 1 of 3 replicas ready"),
                        List.of("new request")),
                arguments(
                        "BREAKER",
                        Reasons.breaker("n1", NOW, GuardSettings.DEFAULTS),
                        List.of("n1", "5 pods"),
                        List.of("add capacity", NOW.plusSeconds(1_800).toString())));
    }

    private static Stream<Arguments> waiting() {
        return Stream.of(
                arguments(
                        "NOT_BEFORE",
                        Reasons.notBefore("r1", NOW),
                        List.of("r1", NOW.toString()),
                        List.of("wait until " + NOW, "cancel it")),
                arguments(
                        "HELD",
                        waits(new NodeLife.Held(TASK, CLAIM, 1, List.of())),
                        List.of("n1", "r1", "1 pod has left it"),
                        List.of("complete with node n1", "cancel")),
                arguments(
                        "AWAITING_REBOOT",
                        waits(new NodeLife.AwaitingReboot(TASK, CLAIM, 1, "boot-1")),
                        List.of("n1", "boot-1"),
                        List.of("reboot it", "complete with node n1")),
                arguments(
                        "NODE_NOT_READY",
                        waits(new NodeLife.Verifying(TASK, CLAIM, 1, null)),
                        List.of("n1", "not Ready"),
                        List.of("kubectl describe node n1")),
                arguments(
                        "VERIFYING",
                        waits(new NodeLife.Verifying(TASK, CLAIM, 1, NOW)),
                        List.of("n1", NOW.toString(), "PT2M"),
                        List.of("wait until " + NOW.plusSeconds(120))),
                arguments(
                        "CLAIMING",
                        waits(new NodeLife.Planned(TASK, NOW, 4, NOW)),
                        List.of("n1", "3 attempts"),
                        List.of("audit", "cancel")),
                arguments(
                        "RELEASING",
                        waits(new NodeLife.Releasing(TASK, CLAIM, 1, 2, NOW, false)),
                        List.of("n1", "could not be taken off"),
                        List.of("audit")),
                arguments(
                        "RELEASING",
                        waits(new NodeLife.RollingBack(TASK, CLAIM, 1, Ending.failed(DEADLINE), 2, NOW, false)),
                        List.of("n1"),
                        List.of("audit")));
    }

    /** Of several things it waits for, the last. */
    private static Cause waits(NodeLife life) {
        return Waits.of(life, null, NodeRules.defaults(), NOW).getLast();
    }
}
