package io.plimsoll.analyzer.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.model.Copies;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The decisions that stand in one cluster, and what comes of the alerts that fire there. */
public final class PolicyBook {

    /** What must survive a restart. */
    private record Kept(
            Map<String, Standing> standings,
            Map<String, Instant> ended,
            Map<String, List<Instant>> issued,
            Map<String, Instant> matching) {

        Kept {
            matching = Copies.map(matching); // a state of an earlier build has none
        }
    }

    /** An alert that calls for a decision, and every policy that calls for the same. */
    private record Call(Policy policy, Scope scope, Alert alert, List<Policy> all) {

        static Call of(Policy policy, Scope scope, Alert alert) {
            return new Call(policy, scope, alert, List.of(policy));
        }

        /** The stronger of both leads; of equals, the one that came first. */
        Call and(Call other) {
            Call lead = other.alert.severity().compareTo(alert.severity()) > 0 ? other : this;
            List<Policy> both = new ArrayList<>(all);
            other.all.stream().filter(policy -> !both.contains(policy)).forEach(both::add);
            return new Call(lead.policy, scope, lead.alert, both);
        }
    }

    private static final Duration LEAST_MEMORY = Duration.ofHours(24);
    private static final Policy.Undo AFTER_THE_LIMIT =
            new Policy.Undo(Action.RESUME_MAINTENANCE, Duration.ofMinutes(10), Duration.ZERO);

    private final String cluster;
    private final List<Policy> policies;
    /** For so long ends and decisions are remembered: as long as any policy asks after them. */
    private final Duration memory;

    private final Map<String, Standing> standings = new TreeMap<>();
    private final Map<String, Instant> ended = new TreeMap<>();
    private final Map<String, List<Instant>> issued = new TreeMap<>();
    /** Since when an alert has met all that a policy asks which waits, by policy and fingerprint. */
    private final Map<String, Instant> matching = new TreeMap<>();

    private boolean stirred;
    private boolean changed;

    public PolicyBook(String cluster, List<Policy> policies) {
        this.cluster = cluster;
        this.policies = List.copyOf(policies);
        this.memory = policies.stream()
                .flatMap(policy -> Stream.of(
                        policy.cooldown(),
                        policy.limit() == null ? Duration.ZERO : policy.limit().window()))
                .reduce(LEAST_MEMORY, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** An alert has changed: the book is to be looked at. */
    public void stir() {
        stirred = true;
    }

    public boolean stirred() {
        return stirred;
    }

    /** The decisions to issue now, given every alert that fires or did when its inputs were lost. */
    public List<Decision> review(Collection<Alert> firing, ClusterState state, Instant now) {
        stirred = false;
        if (firing.isEmpty() && standings.isEmpty() && matching.isEmpty()) {
            return List.of();
        }
        List<Decision> decisions = new ArrayList<>();
        Map<String, Call> calls = calls(firing, now);
        Map<String, Call> limited = new TreeMap<>();
        calls.forEach((key, call) -> answer(key, call, new Review(state, now, decisions, limited)));
        if (!limited.isEmpty()) {
            insteadOf(limited, new Review(state, now, decisions, limited), calls);
        }
        withdraw(calls, now, decisions);
        return decisions;
    }

    private record Review(ClusterState state, Instant now, List<Decision> decisions, Map<String, Call> limited) {}

    /** The strongest call for each act and scope. A stale alert keeps a decision standing but calls for none. */
    private Map<String, Call> calls(Collection<Alert> firing, Instant now) {
        Map<String, Call> calls = new TreeMap<>();
        Set<String> waiting = new HashSet<>();
        for (Alert alert : firing) {
            if (!alert.suppressedBy().isEmpty()) {
                continue;
            }
            for (Policy policy : policies) {
                boolean called = policy.matches(alert) && held(alert, policy, now, waiting);
                Scope scope = called ? policy.scopeFor(alert) : null;
                String key = scope == null ? "" : Standing.key(policy.action(), scope);
                if (scope != null && (alert.state() == AlertState.FIRING || standings.containsKey(key))) {
                    calls.merge(key, Call.of(policy, scope, alert), Call::and);
                }
            }
        }
        changed |= matching.keySet().retainAll(waiting);
        return calls;
    }

    /** Not how long the alert has fired, but how long it has been as severe and as sure as the policy asks. */
    private boolean held(Alert alert, Policy policy, Instant now, Set<String> waiting) {
        if (policy.heldFor().isZero()) {
            return true;
        }
        String key = policy.name() + "|" + alert.fingerprint();
        waiting.add(key);
        Instant since = matching.putIfAbsent(key, now);
        changed |= since == null;
        return since != null && !now.isBefore(since.plus(policy.heldFor()));
    }

    private void answer(String key, Call call, Review review) {
        Standing standing = standings.get(key);
        if (standing != null) {
            Standing called = called(standing, call, review.now());
            if (called.renewable(review.now())) {
                Decision again = decision(
                        call,
                        call.policy().name(),
                        standing.renewals() + 1,
                        standing.decision().id(),
                        review.now());
                review.decisions().add(again);
                called = called.renewed(again);
            }
            put(key, called);
            return;
        }
        Instant last = ended.get(key);
        if (last != null && review.now().isBefore(last.plus(call.policy().cooldown()))) {
            return;
        }
        if (beyondLimit(call.policy(), review)) {
            review.limited().put(key, call);
            return;
        }
        issue(key, call, call.policy().name(), review);
    }

    private static Standing called(Standing standing, Call call, Instant now) {
        Standing called = standing;
        for (Policy policy : call.all()) {
            called = called.called(policy, now);
        }
        return called;
    }

    private void issue(String key, Call call, String policy, Review review) {
        Decision decision = decision(call, policy, 0, null, review.now());
        review.decisions().add(decision);
        put(key, called(Standing.issued(decision, review.now()), call, review.now()));
        ended.remove(key);
        List<Instant> times = new ArrayList<>(issued.getOrDefault(policy, List.of()));
        times.removeIf(time -> time.isBefore(review.now().minus(memory)));
        times.add(review.now());
        issued.put(policy, times);
    }

    private boolean beyondLimit(Policy policy, Review review) {
        Policy.Limit limit = policy.limit();
        if (limit == null) {
            return false;
        }
        Instant from = review.now().minus(limit.window());
        long recent = policies.stream()
                .filter(other -> other.action() == policy.action())
                .flatMap(other -> issued.getOrDefault(other.name(), List.of()).stream())
                .filter(time -> time.isAfter(from))
                .count();
        long now = standings.values().stream()
                .filter(standing -> standing.decision().action() == policy.action())
                .count();
        long most = Math.max(1, review.state().nodes().size() * (long) limit.percentOfNodes() / 100);
        return recent >= limit.decisions() || now >= most;
    }

    /** Too many affected: this is no single node's fault, so nothing more is taken away. */
    private void insteadOf(Map<String, Call> limited, Review review, Map<String, Call> calls) {
        Call first = limited.values().iterator().next();
        Policy pause = new Policy(
                first.policy().name() + "-limit",
                first.policy().when(),
                Duration.ZERO,
                Action.PAUSE_MAINTENANCE,
                Policy.ScopeRule.CLUSTER,
                first.policy().expiresAfter(),
                Duration.ZERO,
                null,
                AFTER_THE_LIMIT);
        String key = Standing.key(Action.PAUSE_MAINTENANCE, Scope.cluster());
        Call call = Call.of(pause, Scope.cluster(), first.alert());
        if (calls.putIfAbsent(key, call) == null) {
            answer(key, call, review);
        }
    }

    private void withdraw(Map<String, Call> calls, Instant now, List<Decision> decisions) {
        for (var entry : List.copyOf(standings.entrySet())) {
            if (calls.containsKey(entry.getKey())) {
                continue;
            }
            Standing quiet = entry.getValue().quiet(now);
            put(entry.getKey(), quiet);
            if (quiet.over(now)) {
                standings.remove(entry.getKey());
                changed = true;
                ended.put(entry.getKey(), now);
                if (quiet.undo() != null) {
                    decisions.add(undo(quiet, quiet.undo(), now));
                }
            }
        }
        ended.values().removeIf(time -> time.isBefore(now.minus(memory)));
    }

    private void put(String key, Standing standing) {
        if (!standing.equals(standings.put(key, standing))) {
            changed = true;
        }
    }

    private Decision decision(Call call, String policy, int renewal, @Nullable String supersedes, Instant now) {
        Alert alert = call.alert();
        Action action = call.policy().action();
        return new Decision(
                DeterministicId.of("d-", cluster, action, call.scope().display(), alert.id(), now, renewal),
                cluster,
                action,
                call.scope(),
                new Decision.Cause(alert.fingerprint(), alert.code(), alert.severity()),
                policy,
                now,
                now.plus(call.policy().expiresAfter()),
                supersedes,
                Explanation.of(action, call.scope(), alert, policy));
    }

    private Decision undo(Standing standing, Policy.Undo undo, Instant now) {
        Decision before = standing.decision();
        Duration holds = Duration.between(before.issuedAt(), before.expiresAt());
        return new Decision(
                DeterministicId.of("d-", "undo", before.id()),
                cluster,
                undo.action(),
                before.scope(),
                before.cause(),
                before.policy(),
                now,
                now.plus(holds),
                before.id(),
                Explanation.ofUndoing(undo, before));
    }

    // Kept across restarts

    /** What must be kept, if it has changed since it was last asked; null otherwise. */
    public byte @Nullable [] takeChanged() {
        if (!changed) {
            return null;
        }
        changed = false;
        try {
            return Json.mapper().writeValueAsBytes(new Kept(standings, ended, issued, matching));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("decisions that stand can't be written", e);
        }
    }

    public void restore(byte[] kept) {
        try {
            Kept read = Json.mapper().readValue(kept, Kept.class);
            standings.putAll(read.standings());
            ended.putAll(read.ended());
            issued.putAll(read.issued());
            matching.putAll(read.matching());
        } catch (IOException e) {
            throw new UncheckedIOException("decisions that stood can't be read", e);
        }
    }
}
