package io.plimsoll.actuator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stops or holds up a node's way says to what, how much, and what to do about it. */
class CausesTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Task TASK = new Task(
            "r1",
            "n1",
            "uid-n1",
            Task.Goal.DRAIN_AND_HOLD,
            Duration.ofMinutes(30),
            Task.OnDeadline.ROLLBACK,
            null,
            false);
    private static final Task FORCED = new Task(
            TASK.origin(), TASK.node(), TASK.uid(), TASK.goal(), TASK.deadline(), Task.OnDeadline.FORCE, null, false);
    private static final NodeSight NOBODYS = new NodeSight("uid-n1", true, true, "boot-1", null, List.of());

    private static Claim claim(boolean priorCordon) {
        return new Claim("r1", 3, "actuator-a", priorCordon, NOW);
    }

    private static NodeSight claimedBy(String request, String holder) {
        Claim theirs = new Claim(request, 4, holder, false, NOW);
        return new NodeSight("uid-n1", true, true, "boot-1", theirs, List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("causes")
    void saysToWhatAndWhatToDo(String code, Cause cause, List<String> named, List<String> advised) {
        assertThat(cause.code()).isEqualTo(code);
        assertThat(cause.object()).isNotBlank();
        assertThat(cause.message()).doesNotContain("\n").contains(named);
        assertThat(cause.remedy()).doesNotContain("\n").contains(advised);
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                arguments(
                        "CORDON_FAILED",
                        Causes.cordonFailed(TASK, "cordon", 403, "webhook policy.example.com says no"),
                        List.of("n1", "403", "policy.example.com"),
                        List.of("patch on nodes", "n1", "new request")),
                arguments(
                        "CORDON_FAILED",
                        Causes.notClaimed(new NodeLife.Planned(TASK, NOW, 7, NOW)),
                        List.of("n1", "PT30M", "7 attempts"),
                        List.of("plimsoll.audit", "n1", "new request")),
                arguments(
                        "CLAIM_LOST",
                        Causes.claimLost(TASK, claim(false), NOBODYS),
                        List.of("n1", "the annotation was removed"),
                        List.of("the cordon on it is ours, and is taken off", "new request")),
                arguments(
                        "CLAIM_LOST",
                        Causes.claimLost(TASK, claim(true), NOBODYS),
                        List.of("n1", "the annotation was removed"),
                        List.of("stays cordoned, as it was before us", "kubectl uncordon n1", "new request")),
                arguments(
                        "CLAIM_LOST",
                        Causes.claimLost(TASK, claim(false), claimedBy("patch-7", "actuator-b")),
                        List.of("n1", "patch-7", "actuator-b"),
                        List.of("its cordon is left to", "plimsoll.io/claim", "kubectl describe node n1")),
                arguments(
                        "NODE_GONE",
                        Causes.nodeGone(TASK, NodeSight.absent()),
                        List.of("n1", "gone"),
                        List.of("new request")),
                arguments(
                        "EXTERNALLY_UNCORDONED",
                        Causes.uncordonedByHand(TASK).causes().getFirst(),
                        List.of("n1", "uncordoned"),
                        List.of("new request")),
                arguments(
                        "MARKS_LEFT",
                        Causes.marksLeft(TASK, "403 nodes is forbidden"),
                        List.of("n1", "403"),
                        List.of("kubectl annotate node n1 plimsoll.io/claim-")),
                arguments(
                        "DEADLINE",
                        Causes.deadline(TASK, List.of(pod("cart-1", List.of()), pod("cart-2", List.of())), false),
                        List.of("n1", "2 pods", "PT30M", "shop/cart-1, shop/cart-2"),
                        List.of("options.nodeDeadline", "PT30M")),
                arguments(
                        "DEADLINE",
                        Causes.deadline(FORCED, List.of(pod("cart-1", List.of())), false),
                        List.of("1 pod ", "none was deleted by force", "plimsoll.actuator.force is false"),
                        List.of("options.nodeDeadline")),
                arguments(
                        "STUCK_TERMINATING",
                        Causes.stuck(pod("cart-1", List.of("example.com/backup"))),
                        List.of("shop/cart-1", NOW.toString(), "example.com/backup"),
                        List.of("example.com/backup", "shop/cart-1")),
                arguments(
                        "STUCK_TERMINATING",
                        Causes.stuck(pod("cart-1", List.of())),
                        List.of("shop/cart-1", "no finalizer"),
                        List.of("kubelet", "shop/cart-1")));
    }

    @Test
    void manyPodsLeftAreCountedAndTheFirstTenNamed() {
        List<PodSight> left = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> pod("web-" + i, List.of()))
                .toList();

        assertThat(Causes.deadline(FORCED, left, true).message())
                .contains("12 pods", "shop/web-10", "and 2 more")
                .doesNotContain("web-11", "force");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void whatTheApiServerAnsweredIsToldWithThePodAndWhatToDo(
            String code, EvictionAnswer answer, List<String> named, List<String> advised) {
        PodSight pod = new PodSight("uid-a", "shop", "a", 30, false, null, List.of(), List.of(), null, true, null);
        var asked = new PodTask.Asked(1, NOW.plusSeconds(300), Map.of(), null);
        PodTask next = new Answers(NodeRules.defaults()).next(asked, "uid-a", answer, NOW);
        var draining = new NodeLife.Draining(
                TASK,
                new Claim("r1", 3, "a-0", false, NOW.plusSeconds(1_800)),
                NOW,
                Map.of("uid-a", next),
                0,
                Map.of(),
                Map.of());

        Cause told =
                Blockers.of(draining, List.of(pod), NodeRules.defaults(), NOW).getFirst();

        assertThat(told.code()).isEqualTo(code);
        assertThat(told.object()).isEqualTo("shop/a");
        assertThat(told.message()).contains("shop/a").contains(named);
        assertThat(told.remedy()).contains(advised);
        assertThat(Answers.atTheEnd(told).remedy()).isNotBlank().doesNotContain("asked again", "by itself");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(
                        "PDB_BLOCKED",
                        new EvictionAnswer.BudgetSaysNo("cart needs 3 healthy pods and has 3 currently", null),
                        List.of("cart needs 3", "has 3"),
                        List.of("raise the replicas")),
                arguments(
                        "PDB_OVERLAP",
                        new EvictionAnswer.Overlap("more than one PodDisruptionBudget"),
                        List.of("more than one"),
                        List.of("only one")),
                arguments(
                        "API_THROTTLED",
                        new EvictionAnswer.Throttled(Duration.ofSeconds(3)),
                        List.of("fewer calls"),
                        List.of("slows down", "priority and fairness")),
                arguments(
                        "EVICTION_DELAYED",
                        new EvictionAnswer.Denied(403, "strimzi drain cleaner moves it"),
                        List.of("403", "strimzi"),
                        List.of("until 2030-01-01T00:02:00Z")),
                arguments(
                        "NAMESPACE_TERMINATING",
                        new EvictionAnswer.NamespaceTerminating(),
                        List.of("namespace"),
                        List.of("kubectl describe namespace")),
                arguments(
                        "API_UNANSWERED",
                        new EvictionAnswer.Unanswered("503 no endpoints"),
                        List.of("503"),
                        List.of("asked again", "60 s")),
                arguments(
                        "NOT_LEADING",
                        new EvictionAnswer.NotSent("this instance leads no more"),
                        List.of("leads no more"),
                        List.of("leader")));
    }

    /** While its budget allows nothing it isn't asked again, so what it was told before holds it up no longer. */
    @Test
    void whatStandsAgainstAPodNowIsNamedAndNotWhatItWasToldBefore() {
        var budget =
                new Cause("PDB_BLOCKED", "shop/cart", "PDB shop/cart needs 2 healthy, has 2", "raise replicas to 3");
        var pod = new PodSight("uid-a", "shop", "a", 30, false, null, List.of(), List.of(), budget, true, null);
        var unanswered = new Cause("API_UNANSWERED", null, "503", "it is asked again");
        var waiting = new PodTask.Waiting(1, NOW, NOW.plusSeconds(1), false, unanswered, Map.of(), null);
        var draining = new NodeLife.Draining(
                TASK, new Claim("r1", 3, "a-0", false, NOW), NOW, Map.of("uid-a", waiting), 0, Map.of(), Map.of());

        assertThat(Blockers.of(draining, List.of(pod), NodeRules.defaults(), NOW))
                .containsExactly(budget);
    }

    @Test
    void denialThatLastsIsTheDeniersAffair() {
        var asked = new PodTask.Asked(3, NOW, Map.of(), NOW.minusSeconds(120));

        PodTask next = new Answers(NodeRules.defaults())
                .next(asked, "uid-a", new EvictionAnswer.Denied(403, "policy says no"), NOW);

        assertThat(next).isInstanceOfSatisfying(PodTask.Waiting.class, waiting -> {
            assertThat(waiting.cause().code()).isEqualTo("EVICTION_DENIED");
            assertThat(waiting.cause().remedy()).contains("pods/eviction", "60 s");
        });
    }

    private static PodSight pod(String name, List<String> finalizers) {
        return new PodSight("uid-" + name, "shop", name, 30, false, NOW, finalizers, List.of(), null, true, null);
    }
}
