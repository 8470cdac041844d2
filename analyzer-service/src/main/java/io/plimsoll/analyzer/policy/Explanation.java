package io.plimsoll.analyzer.policy;

import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.util.Locale;

/** Decisions in one sentence, with the numbers, for people to check. */
final class Explanation {

    private Explanation() {}

    static String of(Action action, Scope scope, Alert alert, String policy) {
        String limited = policy.endsWith("-limit")
                ? "more nodes are affected than may be cordoned at once, so this is no single node's fault; "
                : "";
        return "%s: %s%s %s is %s%s: %s"
                .formatted(
                        acting(action, scope),
                        limited,
                        alert.code().code(),
                        alert.name(),
                        alert.severity().name().toLowerCase(Locale.ROOT),
                        cause(alert),
                        alert.summary());
    }

    private static String cause(Alert alert) {
        String cause = alert.cause();
        return cause == null || alert.summary().contains(cause) ? "" : " (" + cause + ")";
    }

    static String ofUndoing(Policy.Undo undo, Decision before) {
        String quiet = undo.quietFor().isZero() ? "" : " for " + words(undo.quietFor());
        return "%s: nothing has called for it%s since %s (%s)"
                .formatted(
                        acting(undo.action(), before.scope()),
                        quiet,
                        before.cause().code().code(),
                        before.policy());
    }

    private static String acting(Action action, Scope scope) {
        String where = scope.display();
        return switch (action) {
            case PAUSE_MAINTENANCE -> "pause maintenance of " + where;
            case RESUME_MAINTENANCE -> "resume maintenance of " + where;
            case CORDON_NODE -> "cordon " + where;
            case UNCORDON_NODE -> "uncordon " + where;
            case DRAIN_NODE -> "drain " + where;
            case SUSPEND_SCALE_DOWN -> "suspend scale-down of " + where;
            case RESTORE_SCALE_DOWN -> "allow scale-down of " + where + " again";
        };
    }

    private static String words(Duration duration) {
        return duration.toMinutes() + " min";
    }
}
