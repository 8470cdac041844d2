package io.plimsoll.actuator.node;

import io.plimsoll.actuator.node.NodeLife.Drained;
import io.plimsoll.actuator.node.NodeLife.Draining;
import io.plimsoll.actuator.node.NodeLife.Held;
import io.plimsoll.actuator.node.NodeLife.RollingBack;
import io.plimsoll.actuator.node.NodeSignal.Allowance;
import io.plimsoll.actuator.node.NodeSignal.Look;
import io.plimsoll.actuator.node.PodTask.Asked;
import io.plimsoll.actuator.node.PodTask.Leaving;
import io.plimsoll.actuator.node.PodTask.Listed;
import io.plimsoll.actuator.node.PodTask.Waiting;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the pods leave: who is asked to go next, and what an answer means.
 *
 * <p>An eviction counts against a budget until the pod is seen to go and that budget to have changed, so what the API server
 * would refuse is never asked: one POST a pod is the rule, a refusal the exception. Ordinary pods go first; system-critical
 * ones once no ordinary one is left.
 */
record Drain(NodeRules rules) {

    /** A pod that was being bound as the cordon came may be seen so much later: until then no node is believed to have none. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** By then the view shows what came of a deletion. Cluster time. */
    private static final Duration SEEN = Duration.ofSeconds(15);

    /** One look at the cluster: who has gone, who came, who may be asked now. */
    Step look(Draining state, Look look, Instant now) {
        List<PodSight> here = look.sight().pods();
        Comebacks comebacks = Comebacks.of(rules, state);
        Map<String, PodTask> tasks = reconciled(state, here, comebacks, now);
        int gone = state.gone()
                + (int) state.pods().keySet().stream()
                        .filter(uid -> !tasks.containsKey(uid))
                        .count();
        Instant settled = state.since().plus(SETTLED);
        if (here.isEmpty() && gone == 0 && now.isBefore(settled)) {
            return Step.to(state.with(tasks), new NodeEffect.WakeAt(settled));
        }
        if (here.isEmpty()) {
            return Step.to(new Drained(state.task(), state.claim(), now, gone), new NodeEffect.WakeAt(now));
        }
        Map<String, Leaving> departed = Draws.departed(state.departed(), state.pods(), tasks, now);
        Draining looked = new Draining(
                state.task(), state.claim(), state.since(), tasks, gone, departed, comebacks.byController());
        if (!look.allowance().held() && !now.isBefore(end(state, look.allowance()))) {
            return deadline(looked, here, look.allowance(), now);
        }
        List<NodeEffect> effects = new ArrayList<>();
        forced(looked, look.allowance(), here, tasks, effects, now);
        evicted(looked, look.allowance(), here, tasks, effects, now);
        asked(effects, comebacks, now);
        Draining next = looked.with(tasks, comebacks.byController());
        effects.addFirst(new NodeEffect.WakeAt(nextLook(next, here, look.allowance(), now)));
        return new Step(next, effects);
    }

    /** What is known of pods that are gone is forgotten; newcomers are listed; those that go, whoever sent them, leave. */
    private Map<String, PodTask> reconciled(Draining state, List<PodSight> here, Comebacks comebacks, Instant now) {
        Map<String, PodTask> tasks = new LinkedHashMap<>();
        for (PodSight pod : here) {
            PodTask task = state.pods().get(pod.uid());
            if (task == null) {
                boolean first = state.pods().isEmpty() || pod.leavingSince() != null;
                task = first ? new Listed() : comebacks.came(state.task(), pod, now);
            }
            tasks.put(pod.uid(), pod.leavingSince() == null ? stillHere(task, now) : leaving(task, now));
        }
        return tasks;
    }

    private static void asked(List<NodeEffect> effects, Comebacks comebacks, Instant now) {
        for (NodeEffect effect : effects) {
            switch (effect) {
                case NodeEffect.Evict(var _, var pod) -> comebacks.asked(pod, now);
                case NodeEffect.ForceDelete(var _, var pod, var _) -> comebacks.asked(pod, now);
                case NodeEffect.WakeAt _,
                        NodeEffect.SlowDown _,
                        NodeEffect.TakeClaim _,
                        NodeEffect.Cordon _,
                        NodeEffect.Release _ -> {}
            }
        }
    }

    private static PodTask leaving(PodTask task, Instant now) {
        return switch (task) {
            case Leaving _ -> task;
            case Asked(var _, var _, var budgets, var _, var _) -> new Leaving(now, budgets);
            case Listed _, Waiting _ -> new Leaving(now, Map.of());
        };
    }

    /** An accepted eviction that left no trace, and an act without an answer, are asked anew. */
    private PodTask stillHere(PodTask task, Instant now) {
        return switch (task) {
            case Leaving(var since, var _) when !now.isBefore(since.plus(rules.patience())) -> new Listed();
            case Asked(var _, var again, var _, var _, var _) when !now.isBefore(again) -> new Listed();
            case Leaving _, Asked _, Listed _, Waiting _ -> task;
        };
    }

    private static boolean forces(Draining state, Allowance allowance) {
        return state.task().onDeadline() == Task.OnDeadline.FORCE && allowance.force();
    }

    /** What was deleted by force gets the time to go; what a finalizer holds even then is waited for no longer. */
    private Instant end(Draining state, Allowance allowance) {
        Instant deadline = state.claim().deadline();
        return forces(state, allowance) ? deadline.plus(rules.stuckAfter()) : deadline;
    }

    private void forced(
            Draining state,
            Allowance allowance,
            List<PodSight> here,
            Map<String, PodTask> tasks,
            List<NodeEffect> effects,
            Instant now) {
        if (!forces(state, allowance)) {
            return;
        }
        long left = now.until(state.claim().deadline()).toSeconds();
        for (PodSight pod : here) {
            long grace = grace(state.task(), pod);
            Instant from = state.claim().deadline().minusSeconds(grace);
            PodTask task = tasks.getOrDefault(pod.uid(), new Listed());
            boolean due = mayBeDeleted(task, from, now) || outlives(pod, task, end(state, allowance), now);
            if (left <= grace && deletable(pod) && due) {
                tasks.put(pod.uid(), asked(pod, attempts(task) + 1, task, now));
                effects.add(new NodeEffect.ForceDelete(state.task(), pod, Math.clamp(left, 1, Math.max(1, grace))));
            }
        }
    }

    /** Past its budgets a pod may be forced, but not past a missing permission of the request or its owner's wish. */
    private static boolean deletable(PodSight pod) {
        String obstacle = pod.obstacle() == null ? "" : pod.obstacle().code();
        return obstacle.startsWith("PDB_") || (pod.permitted() && !obstacle.startsWith("DO_NOT_DISRUPT"));
    }

    /** Whether it is on its way, but has more time for that than is left: the rest is cut short. */
    private static boolean outlives(PodSight pod, PodTask task, Instant end, Instant now) {
        return task instanceof Leaving(var since, var _)
                && pod.leavingSince() != null
                && pod.leavingSince().isAfter(end)
                && !now.isBefore(since.plus(SEEN));
    }

    /** A refused eviction puts off no deletion; a refused deletion does. */
    private static boolean mayBeDeleted(PodTask task, Instant from, Instant now) {
        return switch (task) {
            case Listed _ -> true;
            case Waiting waiting -> waiting.askedAt().isBefore(from) || !now.isBefore(waiting.notBefore());
            case Asked _, Leaving _ -> false;
        };
    }

    private static long grace(Task task, PodSight pod) {
        Integer given = task.gracePeriodSeconds();
        return given == null ? pod.graceSeconds() : given;
    }

    private void evicted(
            Draining state,
            Allowance allowance,
            List<PodSight> here,
            Map<String, PodTask> tasks,
            List<NodeEffect> effects,
            Instant now) {
        Draws draws = new Draws(tasks, state.departed(), here);
        boolean ordinaryLeft = here.stream().anyMatch(pod -> !pod.critical());
        int left = allowance.evictions();
        for (PodSight pod : here) {
            if (left == 0) {
                return;
            }
            PodTask task = tasks.getOrDefault(pod.uid(), new Listed());
            if ((pod.critical() && ordinaryLeft) || !mayBeAsked(pod, task, now) || !draws.allow(pod)) {
                continue;
            }
            left--;
            tasks.put(pod.uid(), asked(pod, attempts(task) + 1, task, now));
            effects.add(new NodeEffect.Evict(state.task(), pod));
        }
    }

    private static boolean mayBeAsked(PodSight pod, PodTask task, Instant now) {
        if (!pod.permitted()) {
            return false;
        }
        return switch (task) {
            case Listed _ -> pod.obstacle() == null;
            case Waiting waiting when !now.isBefore(waiting.notBefore()) -> pod.obstacle() == null;
            // Its budget has changed since, so the answer may be another; never more than once a second.
            case Waiting waiting ->
                !waiting.firm()
                        && pod.obstacle() == null
                        && !waiting.budgets().isEmpty()
                        && !waiting.budgets().equals(Draws.versions(pod))
                        && !now.isBefore(waiting.askedAt().plusSeconds(1));
            case Asked _, Leaving _ -> false;
        };
    }

    private Asked asked(PodSight pod, int attempt, @Nullable PodTask before, Instant now) {
        Instant again = now.plus(rules.patience());
        return before instanceof Waiting waiting
                ? new Asked(attempt, again, Draws.versions(pod), waiting.deniedSince(), waiting.cause())
                : new Asked(attempt, again, Draws.versions(pod), null);
    }

    private static int attempts(PodTask task) {
        return task instanceof Waiting waiting ? waiting.attempt() : 0;
    }

    private Step deadline(Draining state, List<PodSight> here, Allowance allowance, Instant now) {
        List<Cause> causes = new ArrayList<>();
        causes.add(Causes.deadline(state.task(), here, allowance.force()));
        Blockers.of(state, here, rules, now).stream().map(Answers::atTheEnd).forEach(causes::add);
        return switch (state.task().onDeadline()) {
            case HOLD -> Step.to(new Held(state.task(), state.claim(), state.gone(), causes));
            case ROLLBACK, FORCE ->
                Step.to(new RollingBack(
                        state.task(), state.claim(), state.gone(), Ending.failed(causes), 1, now, false));
        };
    }

    private Instant nextLook(Draining state, List<PodSight> here, Allowance allowance, Instant now) {
        Instant next = allowance.held() ? now.plus(rules.patience()) : end(state, allowance);
        for (PodSight pod : here) {
            PodTask task = state.pods().getOrDefault(pod.uid(), new Listed());
            Instant at =
                    switch (task) {
                        case Asked(var _, var again, var _, var _, var _) -> again;
                        case Waiting waiting -> waiting.notBefore();
                        case Leaving(var since, var _) ->
                            pod.leavingSince() == null
                                    ? since.plus(rules.patience())
                                    : pod.leavingSince().plus(rules.stuckAfter());
                        case Listed _ -> allowance.nextEvictionAt();
                    };
            if (at.isAfter(now) && at.isBefore(next)) {
                next = at;
            }
            Instant force = state.claim().deadline().minusSeconds(grace(state.task(), pod));
            if (forces(state, allowance) && force.isAfter(now) && force.isBefore(next)) {
                next = force;
            }
        }
        for (Leaving departed : state.departed().values()) {
            next = Draws.settled(departed).isBefore(next) ? Draws.settled(departed) : next;
        }
        return next;
    }

    /** What the API server said of one pod. */
    Step answered(Draining state, String uid, EvictionAnswer answer, Instant now) {
        if (!(state.pods().get(uid) instanceof Asked asked)) {
            return Step.stay(state); // late or repeated: the look has gone on without it
        }
        List<NodeEffect> effects = new ArrayList<>();
        PodTask next = new Answers(rules).next(asked, uid, answer, now);
        if (answer instanceof EvictionAnswer.Throttled && next instanceof Waiting waiting) {
            effects.add(new NodeEffect.SlowDown(waiting.notBefore()));
        }
        effects.add(new NodeEffect.WakeAt(next instanceof Waiting waiting ? waiting.notBefore() : now));
        Map<String, PodTask> pods = new LinkedHashMap<>(state.pods());
        pods.put(uid, next);
        return new Step(state.with(pods), effects);
    }
}
