package io.plimsoll.analyzer.policy;

import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One rule: which alerts lead to which decision.
 *
 * @param when any of these
 * @param heldFor how long the alert must have fired
 * @param expiresAfter how long the decision holds unless renewed
 * @param cooldown pause between the end of a decision and the next of the same act and scope
 * @param limit beyond it maintenance is paused instead; null: none
 * @param undo what takes the decision back; null: nothing does
 */
public record Policy(
        String name,
        List<Trigger> when,
        Duration heldFor,
        Action action,
        ScopeRule scope,
        Duration expiresAfter,
        Duration cooldown,
        @Nullable Limit limit,
        @Nullable Undo undo) {

    /** Codes of alerts that name a node, as their subject or by a label; no other leads to a decision about one. */
    public static final Set<AlertCode> ABOUT_NODES = Set.of(
            AlertCode.M1,
            AlertCode.M2,
            AlertCode.M3,
            AlertCode.M5,
            AlertCode.M6,
            AlertCode.M7,
            AlertCode.M8,
            AlertCode.C1,
            AlertCode.C2,
            AlertCode.N1,
            AlertCode.N2,
            AlertCode.N3,
            AlertCode.N4,
            AlertCode.N5,
            AlertCode.N6,
            AlertCode.N7,
            AlertCode.D1,
            AlertCode.W3);

    /** What a decision covers, read from the alert's subject. */
    public enum ScopeRule {
        CLUSTER,
        NODE_GROUP,
        NAMESPACE,
        NODE
    }

    /**
     * Which alerts count.
     *
     * @param subtypes empty: any
     * @param labels the alert must carry all of them
     */
    public record Trigger(
            Set<AlertCode> codes,
            Set<String> subtypes,
            Severity atLeast,
            Confidence confidence,
            Map<String, String> labels) {

        public Trigger {
            codes = Set.copyOf(codes);
            subtypes = Set.copyOf(subtypes);
            labels = Map.copyOf(labels);
        }

        static Trigger of(Severity atLeast, AlertCode... codes) {
            return new Trigger(Set.of(codes), Set.of(), atLeast, Confidence.LOW, Map.of());
        }

        Trigger sure(Confidence confidence) {
            return new Trigger(codes, subtypes, atLeast, confidence, labels);
        }

        Trigger only(String subtype) {
            return new Trigger(codes, Set.of(subtype), atLeast, confidence, labels);
        }

        boolean matches(Alert alert) {
            return codes.contains(alert.code())
                    && (subtypes.isEmpty() || (alert.subtype() != null && subtypes.contains(alert.subtype())))
                    && alert.severity().atLeast(atLeast)
                    && alert.confidence().atLeast(confidence)
                    && alert.labels().entrySet().containsAll(labels.entrySet());
        }
    }

    /** At most so many decisions in a window, and never more than so many percent of the nodes at once. */
    public record Limit(int decisions, Duration window, int percentOfNodes) {}

    /** The act that takes a decision back, once quiet for so long and standing for at least so long. */
    public record Undo(Action action, Duration quietFor, Duration atLeast) {}

    public Policy {
        when = List.copyOf(when);
    }

    boolean matches(Alert alert) {
        return when.stream().anyMatch(trigger -> trigger.matches(alert));
    }

    /** What the decision would cover; null where the alert names no such thing. */
    @Nullable
    Scope scopeFor(Alert alert) {
        String kind = alert.subject().kind();
        return switch (scope) {
            case CLUSTER -> Scope.cluster();
            case NODE_GROUP ->
                named(
                        Scope.Kind.NodeGroup,
                        kind.equals("NodeGroup")
                                ? alert.subject().name()
                                : alert.labels().get("nodeGroup"));
            case NAMESPACE ->
                alert.subject().namespace() == null
                        ? Scope.cluster()
                        : named(Scope.Kind.Namespace, alert.subject().namespace());
            case NODE ->
                named(
                        Scope.Kind.Node,
                        kind.equals("Node")
                                ? alert.subject().name()
                                : alert.labels().get("node"));
        };
    }

    private static @Nullable Scope named(Scope.Kind kind, @Nullable String name) {
        return name == null ? null : new Scope(kind, name);
    }

    /** What is wrong with it, one line each; empty where nothing is. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        require(problems, !when.isEmpty(), "codes", "missing", "those that lead to the decision");
        require(problems, expiresAfter.isPositive(), "expires-after", expiresAfter, "above 0");
        require(problems, !heldFor.isNegative(), "for", heldFor, "0 or more");
        require(problems, !cooldown.isNegative(), "cooldown", cooldown, "0 or more");
        if (limit != null) {
            int percent = limit.percentOfNodes();
            require(problems, limit.decisions() >= 1, "limit", limit.decisions(), "at least 1");
            require(problems, percent >= 1 && percent <= 100, "limit-percent", percent, "1 to 100");
            require(problems, limit.window().isPositive(), "limit-window", limit.window(), "above 0");
        }
        if (undo != null) {
            require(problems, !undo.quietFor().isNegative(), "quiet-for", undo.quietFor(), "0 or more");
            require(problems, undoes(undo.action(), action), "action", action, "what " + undo.action() + " undoes");
        }
        require(
                problems,
                !ofNodes(action) || scope == ScopeRule.NODE,
                "scope",
                scope,
                "NODE, since the action is " + action);
        String silent = scope == ScopeRule.NODE ? aboutNoNode() : "";
        require(problems, silent.isEmpty(), "codes", silent, "codes of alerts about nodes, since the scope is NODE");
        return problems;
    }

    private String aboutNoNode() {
        return when.stream()
                .flatMap(trigger -> trigger.codes().stream())
                .filter(code -> !ABOUT_NODES.contains(code))
                .distinct()
                .sorted()
                .map(AlertCode::code)
                .collect(Collectors.joining(","));
    }

    private void require(List<String> problems, boolean holds, String key, Object value, String expected) {
        if (!holds) {
            problems.add("plimsoll.analyzer.policies." + name + "." + key + " is " + value + ", expected " + expected);
        }
    }

    private static boolean ofNodes(Action action) {
        return switch (action) {
            case CORDON_NODE, UNCORDON_NODE, DRAIN_NODE -> true;
            case PAUSE_MAINTENANCE, RESUME_MAINTENANCE, SUSPEND_SCALE_DOWN, RESTORE_SCALE_DOWN -> false;
        };
    }

    private static boolean undoes(Action undo, Action action) {
        return switch (action) {
            case PAUSE_MAINTENANCE -> undo == Action.RESUME_MAINTENANCE;
            case CORDON_NODE -> undo == Action.UNCORDON_NODE;
            case SUSPEND_SCALE_DOWN -> undo == Action.RESTORE_SCALE_DOWN;
            case RESUME_MAINTENANCE, UNCORDON_NODE, DRAIN_NODE, RESTORE_SCALE_DOWN -> false;
        };
    }
}
