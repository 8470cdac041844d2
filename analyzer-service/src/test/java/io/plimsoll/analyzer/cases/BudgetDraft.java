package io.plimsoll.analyzer.cases;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.FactBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A budget over the pods labelled {@code app=<its name>}; its status is as given, nothing computes it. */
public final class BudgetDraft extends Draft<BudgetDraft> {

    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final Map<String, Instant> disrupted = new LinkedHashMap<>();
    private final List<Condition> conditions = new ArrayList<>();
    private String minAvailable;
    private String maxUnavailable;
    private LabelSelector selector;
    private String policy;
    private long generation = 1;
    private long observedGeneration = 1;
    private int healthy;
    private int desired;
    private int expected;
    private int allowed;

    BudgetDraft(String namespace, String name) {
        super("PodDisruptionBudget", namespace, name);
        selector = LabelSelector.ofLabels(Map.of("app", name));
    }

    public BudgetDraft minAvailable(String value) {
        this.minAvailable = value;
        return this;
    }

    public BudgetDraft maxUnavailable(String value) {
        this.maxUnavailable = value;
        return this;
    }

    public BudgetDraft selector(LabelSelector selector) {
        this.selector = selector;
        return this;
    }

    public BudgetDraft unhealthyPolicy(String policy) {
        this.policy = policy;
        return this;
    }

    public BudgetDraft annotation(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    public BudgetDraft generations(long generation, long observed) {
        this.generation = generation;
        this.observedGeneration = observed;
        return this;
    }

    /** The status, in the order of the disruption controller's tests: allowed, healthy, desired, expected. */
    public BudgetDraft status(int allowed, int healthy, int desired, int expected) {
        this.allowed = allowed;
        this.healthy = healthy;
        this.desired = desired;
        this.expected = expected;
        return this;
    }

    public BudgetDraft condition(String type, String status, String reason) {
        conditions.removeIf(condition -> condition.type().equals(type));
        conditions.add(new Condition(type, status, reason, null, null));
        return this;
    }

    public BudgetDraft disrupted(String pod, double atMinute) {
        disrupted.put(pod, Script.instant(atMinute));
        return this;
    }

    @Override
    FactBody body() {
        return new BudgetState(
                annotations,
                Map.of(),
                minAvailable,
                maxUnavailable,
                selector,
                policy,
                generation,
                observedGeneration,
                healthy,
                desired,
                expected,
                allowed,
                disrupted,
                conditions,
                createdAt);
    }
}
