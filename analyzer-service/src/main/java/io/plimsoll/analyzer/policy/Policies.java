package io.plimsoll.analyzer.policy;

import static io.plimsoll.model.alert.AlertCode.A1;
import static io.plimsoll.model.alert.AlertCode.A2;
import static io.plimsoll.model.alert.AlertCode.A6;
import static io.plimsoll.model.alert.AlertCode.C1;
import static io.plimsoll.model.alert.AlertCode.D1;
import static io.plimsoll.model.alert.AlertCode.M1;
import static io.plimsoll.model.alert.AlertCode.M2;
import static io.plimsoll.model.alert.AlertCode.N1;
import static io.plimsoll.model.alert.AlertCode.N3;
import static io.plimsoll.model.alert.AlertCode.N4;
import static io.plimsoll.model.alert.AlertCode.N5;
import static io.plimsoll.model.alert.AlertCode.P1;
import static io.plimsoll.model.alert.AlertCode.P2;
import static io.plimsoll.model.alert.AlertCode.S1;
import static io.plimsoll.model.alert.AlertCode.S2;
import static io.plimsoll.model.alert.AlertCode.W1;
import static io.plimsoll.model.alert.Severity.CRITICAL;
import static io.plimsoll.model.alert.Severity.WARNING;

import io.plimsoll.analyzer.detect.scaling.ScaleUpStuck;
import io.plimsoll.analyzer.policy.Policy.Limit;
import io.plimsoll.analyzer.policy.Policy.ScopeRule;
import io.plimsoll.analyzer.policy.Policy.Trigger;
import io.plimsoll.analyzer.policy.Policy.Undo;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.decision.Action;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that hold unless configured otherwise. */
public final class Policies {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Limit ONE_IN_TEN_MINUTES = new Limit(1, Duration.ofMinutes(10), 10);

    private Policies() {}

    public static List<Policy> defaults() {
        return List.of(
                pause("mass-cordon", ScopeRule.CLUSTER, 10, Trigger.of(WARNING, C1)),
                pause("drain-blocked", ScopeRule.CLUSTER, 10, Trigger.of(CRITICAL, D1)),
                pause("budget-strained", ScopeRule.NAMESPACE, 10, Trigger.of(CRITICAL, P1, P2)),
                pause("quorum-at-risk", ScopeRule.NAMESPACE, 10, Trigger.of(CRITICAL, S1, S2)),
                pause("thrashing-group", ScopeRule.NODE_GROUP, 20, Trigger.of(WARNING, A1), Trigger.of(CRITICAL, A2)),
                of(
                        "thrashing-scale-down",
                        Action.SUSPEND_SCALE_DOWN,
                        ScopeRule.NODE_GROUP,
                        null,
                        new Undo(Action.RESTORE_SCALE_DOWN, Duration.ofMinutes(20), Duration.ZERO),
                        Trigger.of(CRITICAL, A1, A2)),
                cordon(
                        "node-out-of-memory",
                        Trigger.of(WARNING, M1),
                        Trigger.of(CRITICAL, M2).sure(Confidence.MEDIUM)),
                cordon("node-failing", Trigger.of(CRITICAL, N1, N3), Trigger.of(WARNING, N4, N5)),
                pause("blind", ScopeRule.CLUSTER, 2, Trigger.of(CRITICAL, W1)),
                new Policy(
                        "circuit-breaker",
                        List.of(Trigger.of(CRITICAL, A6).only(ScaleUpStuck.UNSCHEDULABLE_BURST)),
                        Duration.ZERO,
                        Action.PAUSE_MAINTENANCE,
                        ScopeRule.CLUSTER,
                        HALF_AN_HOUR,
                        Duration.ZERO,
                        null,
                        new Undo(Action.RESUME_MAINTENANCE, Duration.ZERO, HALF_AN_HOUR)));
    }

    private static Policy pause(String name, ScopeRule scope, int quietMinutes, Trigger... when) {
        Undo undo = new Undo(Action.RESUME_MAINTENANCE, Duration.ofMinutes(quietMinutes), Duration.ZERO);
        return of(name, Action.PAUSE_MAINTENANCE, scope, null, undo, when);
    }

    private static Policy cordon(String name, Trigger... when) {
        Undo undo = new Undo(Action.UNCORDON_NODE, Duration.ofMinutes(15), Duration.ZERO);
        return of(name, Action.CORDON_NODE, ScopeRule.NODE, ONE_IN_TEN_MINUTES, undo, when);
    }

    private static Policy of(
            String name, Action action, ScopeRule scope, @Nullable Limit limit, Undo undo, Trigger... when) {
        return new Policy(name, List.of(when), Duration.ZERO, action, scope, HOUR, Duration.ZERO, limit, undo);
    }
}
