package io.plimsoll.analyzer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.policy.Policy.Limit;
import io.plimsoll.analyzer.policy.Policy.ScopeRule;
import io.plimsoll.analyzer.policy.Policy.Trigger;
import io.plimsoll.analyzer.policy.Policy.Undo;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyBookTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ClusterState EMPTY = new ClusterState("eu1", List.of());

    private final List<String> decided = new ArrayList<>();

    @Test
    void whatAPolicyWaitsForCountsFromTheSeverityItAsksFor() {
        PolicyBook book =
                new PolicyBook("eu1", List.of(pausing(Severity.CRITICAL, Duration.ofMinutes(10), Duration.ZERO)));

        review(book, 0, firing("n1", Severity.WARNING));
        review(book, 20, firing("n1", Severity.CRITICAL));
        review(book, 29, firing("n1", Severity.CRITICAL));
        review(book, 30, firing("n1", Severity.CRITICAL));

        assertThat(decided).containsExactly("30 PAUSE_MAINTENANCE Cluster");
    }

    @Test
    void whatAPolicyWaitsForBeginsAnewOnceItWasGone() {
        PolicyBook book =
                new PolicyBook("eu1", List.of(pausing(Severity.WARNING, Duration.ofMinutes(10), Duration.ZERO)));

        review(book, 0, firing("n1", Severity.WARNING));
        review(book, 8);
        review(book, 9, firing("n1", Severity.WARNING));
        review(book, 18, firing("n1", Severity.WARNING));
        review(book, 19, firing("n1", Severity.WARNING));

        assertThat(decided).containsExactly("19 PAUSE_MAINTENANCE Cluster");
    }

    @Test
    void whatAPolicyWaitsForIsKeptAcrossARestart() {
        List<Policy> policies = List.of(pausing(Severity.WARNING, Duration.ofMinutes(10), Duration.ZERO));
        PolicyBook before = new PolicyBook("eu1", policies);
        review(before, 0, firing("n1", Severity.WARNING));
        PolicyBook after = new PolicyBook("eu1", policies);
        after.restore(Objects.requireNonNull(before.takeChanged()));

        review(after, 10, firing("n1", Severity.WARNING));

        assertThat(decided).containsExactly("10 PAUSE_MAINTENANCE Cluster");
    }

    @Test
    void coolingDownMayTakeDays() {
        PolicyBook book = new PolicyBook("eu1", List.of(pausing(Severity.WARNING, Duration.ZERO, Duration.ofDays(2))));
        int day = 24 * 60;

        review(book, 0, firing("n1", Severity.WARNING));
        review(book, 1);
        review(book, 11);
        review(book, day + 60, firing("n1", Severity.WARNING));
        review(book, day + 61, firing("n1", Severity.WARNING));
        review(book, 2 * day + 11, firing("n1", Severity.WARNING));

        assertThat(decided)
                .containsExactly(
                        "0 PAUSE_MAINTENANCE Cluster",
                        "11 RESUME_MAINTENANCE Cluster",
                        (2 * day + 11) + " PAUSE_MAINTENANCE Cluster");
    }

    @Test
    void beyondItsLimitMaintenanceIsPausedInsteadUntilTheWindowIsOver() {
        Policy cordons = new Policy(
                "cordons",
                List.of(Trigger.of(Severity.WARNING, AlertCode.M1)),
                Duration.ZERO,
                Action.CORDON_NODE,
                ScopeRule.NODE,
                Duration.ofHours(1),
                Duration.ZERO,
                new Limit(1, Duration.ofMinutes(10), 100),
                new Undo(Action.UNCORDON_NODE, Duration.ofMinutes(15), Duration.ZERO));
        PolicyBook book = new PolicyBook("eu1", List.of(cordons));

        review(book, 0, firing("n1", Severity.WARNING));
        review(book, 1, firing("n1", Severity.WARNING), firing("n2", Severity.WARNING));
        review(book, 2, firing("n1", Severity.WARNING));
        review(book, 12, firing("n1", Severity.WARNING));
        review(book, 13);
        review(book, 28);

        assertThat(decided)
                .containsExactly(
                        "0 CORDON_NODE Node n1",
                        "1 PAUSE_MAINTENANCE Cluster",
                        "12 RESUME_MAINTENANCE Cluster",
                        "28 UNCORDON_NODE Node n1");
    }

    private static Policy pausing(Severity severity, Duration heldFor, Duration cooldown) {
        return new Policy(
                "pauses",
                List.of(Trigger.of(severity, AlertCode.M1)),
                heldFor,
                Action.PAUSE_MAINTENANCE,
                ScopeRule.CLUSTER,
                Duration.ofDays(7),
                cooldown,
                null,
                new Undo(Action.RESUME_MAINTENANCE, Duration.ofMinutes(10), Duration.ZERO));
    }

    private void review(PolicyBook book, int minute, Alert... firing) {
        for (Decision decision : book.review(List.of(firing), EMPTY, START.plus(Duration.ofMinutes(minute)))) {
            @Nullable String name = decision.scope().name();
            decided.add(minute + " " + decision.action() + " "
                    + decision.scope().kind() + (name == null ? "" : " " + name));
        }
    }

    private static Alert firing(String node, Severity severity) {
        return new Alert(
                "a-" + node,
                "eu1|M1|Node||" + node,
                AlertCode.M1,
                "NODE_MEMORY_PRESSURE",
                null,
                AlertState.FIRING,
                severity,
                null,
                Confidence.HIGH,
                "eu1",
                ObjectRef.of("Node", null, node),
                START,
                START,
                START,
                null,
                null,
                node + " is short of memory",
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                SuggestedAction.CORDON_NODE,
                List.of(),
                0,
                false,
                "docs/findings/M1.md");
    }
}
