package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.policy.Policy;
import io.plimsoll.analyzer.policy.Policy.Limit;
import io.plimsoll.analyzer.policy.Policy.ScopeRule;
import io.plimsoll.analyzer.policy.Policy.Trigger;
import io.plimsoll.analyzer.policy.Policy.Undo;
import io.plimsoll.analyzer.service.AnalyzerKeys.PolicyKeys;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The default policies, changed and joined by what is configured. */
final class PolicyTuning {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private PolicyTuning() {}

    /** @throws IllegalArgumentException with one line for each impossible policy */
    static List<Policy> tuned(List<Policy> defaults, Map<String, PolicyKeys> given) {
        Map<String, Policy> policies = new LinkedHashMap<>();
        defaults.forEach(policy -> policies.put(policy.name(), policy));
        given.forEach((key, keys) -> {
            String name = key.replace('.', '-'); // as an environment variable has it
            if (keys.enabled()) {
                policies.put(name, policy(name, keys, policies.get(name)));
            } else {
                policies.remove(name);
            }
        });
        List<String> problems = new ArrayList<>();
        policies.values().forEach(policy -> problems.addAll(policy.problems()));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return List.copyOf(policies.values());
    }

    private static Policy policy(String name, PolicyKeys keys, @Nullable Policy base) {
        Action action = keys.action().orElse(base == null ? null : base.action());
        if (action == null) {
            throw new IllegalArgumentException(
                    "plimsoll.analyzer.policies." + name + ".action is missing, expected what is decided");
        }
        return new Policy(
                name,
                when(name, keys, base),
                keys.heldFor().orElse(base == null ? Duration.ZERO : base.heldFor()),
                action,
                keys.scope().orElse(base == null ? ScopeRule.CLUSTER : base.scope()),
                keys.expiresAfter().orElse(base == null ? HOUR : base.expiresAfter()),
                keys.cooldown().orElse(base == null ? Duration.ZERO : base.cooldown()),
                limit(keys, base == null ? null : base.limit()),
                undo(keys, action, base == null ? null : base.undo()));
    }

    /** Without codes of its own it keeps those of the policy it changes, with what else is said of them. */
    private static List<Trigger> when(String name, PolicyKeys keys, @Nullable Policy base) {
        if (keys.codes().isPresent()) {
            return List.of(trigger(name, keys));
        }
        return base == null
                ? List.of()
                : base.when().stream().map(trigger -> changed(trigger, keys)).toList();
    }

    private static Trigger changed(Trigger trigger, PolicyKeys keys) {
        return new Trigger(
                trigger.codes(),
                keys.subtypes().orElse(trigger.subtypes()),
                keys.severity().orElse(trigger.atLeast()),
                keys.confidence().orElse(trigger.confidence()),
                keys.labels().isEmpty() ? trigger.labels() : keys.labels());
    }

    private static Trigger trigger(String name, PolicyKeys keys) {
        Set<AlertCode> codes = keys.codes().orElse(Set.of()).stream()
                .map(code -> code(name, code))
                .collect(Collectors.toSet());
        return new Trigger(
                codes,
                keys.subtypes().orElse(Set.of()),
                keys.severity().orElse(Severity.WARNING),
                keys.confidence().orElse(Confidence.LOW),
                keys.labels());
    }

    private static AlertCode code(String policy, String code) {
        try {
            return AlertCode.of(code);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "plimsoll.analyzer.policies." + policy + ".codes is \"" + code + "\", expected codes of rules: "
                            + e.getMessage(),
                    e);
        }
    }

    private static @Nullable Limit limit(PolicyKeys keys, @Nullable Limit base) {
        if (keys.limit().isEmpty()
                && keys.limitPercent().isEmpty()
                && keys.limitWindow().isEmpty()) {
            return base;
        }
        return new Limit(
                keys.limit().orElse(base == null ? 1 : base.decisions()),
                keys.limitWindow().orElse(base == null ? TEN_MINUTES : base.window()),
                keys.limitPercent().orElse(base == null ? 10 : base.percentOfNodes()));
    }

    private static @Nullable Undo undo(PolicyKeys keys, Action action, @Nullable Undo base) {
        Action undoing =
                switch (action) {
                    case PAUSE_MAINTENANCE -> Action.RESUME_MAINTENANCE;
                    case CORDON_NODE -> Action.UNCORDON_NODE;
                    case SUSPEND_SCALE_DOWN -> Action.RESTORE_SCALE_DOWN;
                    case RESUME_MAINTENANCE, UNCORDON_NODE, DRAIN_NODE, RESTORE_SCALE_DOWN -> null;
                };
        if (undoing == null) {
            return null;
        }
        Duration quietFor = keys.quietFor().orElse(base == null ? TEN_MINUTES : base.quietFor());
        return new Undo(undoing, quietFor, base == null ? Duration.ZERO : base.atLeast());
    }
}
