package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.rollout.WorkloadPast;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * P1: a budget has fewer healthy pods than it demands.
 *
 * <p>Earlier than the Kubernetes mixin (15 min) and OpenShift, because it knows of rollouts: while an owner of the pods
 * takes steps of a rollout, or was scaled up moments ago, missing pods are expected and nothing starts to fire. Where it was
 * deleted, or scaled to 0, nobody misses the pods that go.
 *
 * @param warnAfter violated so long it is a warning
 * @param criticalAfter so long it is critical
 * @param noneAfter so long with no healthy pod at all it is critical
 * @param keepFor healthy enough for so long it is over
 * @param rolloutGrace from the last step of a rollout, or its progress deadline where that is shorter
 * @param scaleUpGrace from the last raise of the replicas
 * @param causeWindow how far back disruptions count as the cause
 */
public record BudgetViolated(
        Duration warnAfter,
        Duration criticalAfter,
        Duration noneAfter,
        Duration keepFor,
        Duration rolloutGrace,
        Duration scaleUpGrace,
        Duration causeWindow)
        implements Detector {

    private static final int MOST_PODS_NAMED = 10;

    public static BudgetViolated defaults() {
        return new BudgetViolated(
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10));
    }

    @Override
    public AlertCode code() {
        return AlertCode.P1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.BUDGETS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(new BudgetPasts(), new WorkloadPasts());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        BudgetSubjects.ofBudget(change, subjects);
        BudgetSubjects.ofPod(change, state, subjects);
        BudgetSubjects.ofWorkload(change, state, subjects);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        BudgetScene scene = BudgetScene.of(subject, situation);
        if (scene == null) {
            return Evaluation.nothing();
        }
        Counts counts = scene.counts();
        if (counts == null) {
            return Evaluation.of(
                    Finding.about(scene.ref()).holding().keepFor(keepFor).build());
        }
        if (!counts.violated() || unwanted(scene)) {
            return Evaluation.nothing();
        }
        Instant graceEnds = graceEnds(scene);
        if (graceEnds != null && graceEnds.isAfter(situation.now())) {
            return Evaluation.of(finding(scene, counts).holding().build()).reviewedAt(graceEnds);
        }
        return Evaluation.of(
                finding(scene, counts).levels(levels(scene, counts)).build());
    }

    private List<Level> levels(BudgetScene scene, Counts counts) {
        BudgetPast past = scene.past();
        List<Level> levels = new ArrayList<>();
        levels.add(Level.warning(warnAfter).since(past.violatedSince()));
        levels.add(Level.critical(criticalAfter).since(past.violatedSince()));
        if (counts.currentHealthy() == 0) {
            levels.add(Level.critical(noneAfter).when("none healthy").since(past.noneSince()));
        }
        return levels;
    }

    /**
     * Whether all pods are going because whoever wished them wishes none any more, however long they take. Once they are
     * gone the status says so a little later.
     */
    private static boolean unwanted(BudgetScene scene) {
        if (!scene.pods().isEmpty()) {
            return scene.pods().stream()
                    .allMatch(pod -> pod.terminating() && WorkloadPasts.givenUp(scene.state(), pod.workloadRef()));
        }
        List<PodLoss> losses = scene.past().losses();
        return !losses.isEmpty()
                && losses.stream().allMatch(loss -> WorkloadPasts.givenUp(scene.state(), loss.workloadRef()));
    }

    /** Until when missing pods are what somebody meant; null where nothing of the kind is under way. */
    private @Nullable Instant graceEnds(BudgetScene scene) {
        Instant ends = null;
        for (Tracked<WorkloadState> workload : scene.workloads()) {
            WorkloadPast past = WorkloadPasts.of(scene.state(), workload.ref());
            if (past.progressedAt() != null) {
                ends = WorkloadPast.latest(ends, past.progressedAt().plus(rolloutGrace(workload.body())));
            }
            if (past.scaledUpAt() != null) {
                ends = WorkloadPast.latest(ends, past.scaledUpAt().plus(scaleUpGrace));
            }
        }
        return ends;
    }

    private Duration rolloutGrace(WorkloadState workload) {
        Integer deadline = workload.progressDeadlineSeconds();
        return deadline == null || deadline <= 0 || deadline > rolloutGrace.toSeconds()
                ? rolloutGrace
                : Duration.ofSeconds(deadline);
    }

    private Finding.Builder finding(BudgetScene scene, Counts counts) {
        List<PodView> unhealthy = scene.pods().stream()
                .filter(pod -> PodHealth.of(pod, scene.state()) != PodHealth.HEALTHY)
                .toList();
        String cause = cause(scene, unhealthy);
        return BudgetNumbers.measured(Finding.about(scene.ref()), counts)
                .measured("unhealthyPods", named(unhealthy, scene.state()))
                .threshold("warnAfter", warnAfter)
                .threshold("criticalAfter", criticalAfter)
                .threshold("noneHealthyCriticalAfter", noneAfter)
                .keepFor(keepFor)
                .cause(cause)
                .summary(scene.tracked().ref().display() + " has "
                        + Words.count(counts.currentHealthy(), "healthy pod") + " and needs "
                        + counts.desiredHealthy() + " of " + counts.expectedPods()
                        + (cause.equals("UNKNOWN") ? "" : "; cause: " + cause))
                .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                .evidence(evidence(scene, unhealthy));
    }

    private String cause(BudgetScene scene, List<PodView> unhealthy) {
        Map<PodHealth, Integer> reasons = new EnumMap<>(PodHealth.class);
        unhealthy.forEach(pod -> reasons.merge(PodHealth.of(pod, scene.state()), 1, Integer::sum));
        List<PodLoss> losses = scene.past().lossesSince(scene.now(), causeWindow).stream()
                .filter(loss -> loss.reason() != null)
                .toList();
        boolean nodeGone = losses.stream().anyMatch(loss -> PodHealth.nodeGone(String.valueOf(loss.reason())));
        boolean evicted = losses.stream().anyMatch(loss -> !PodHealth.nodeGone(String.valueOf(loss.reason())));
        if (evicted) {
            return "EVICTION";
        }
        if (nodeGone || reasons.containsKey(PodHealth.NODE_LOSS)) {
            return "NODE_LOSS";
        }
        if (reasons.containsKey(PodHealth.CRASHLOOP)) {
            return "CRASHLOOP";
        }
        if (unhealthy.stream().anyMatch(PodView::unschedulable)) {
            return "PENDING_PODS";
        }
        return purpose(scene);
    }

    private static String purpose(BudgetScene scene) {
        for (Tracked<WorkloadState> workload : scene.workloads()) {
            WorkloadPast past = WorkloadPasts.of(scene.state(), workload.ref());
            if (past.progressedAt() != null && WorkloadPasts.underway(workload.body())) {
                return "ROLLOUT";
            }
            if (past.scaledUpAt() != null && past.scaledUpAt().equals(past.newest())) {
                return "SCALE_UP";
            }
        }
        return "UNKNOWN";
    }

    private static List<String> named(List<PodView> pods, ClusterState state) {
        return pods.stream()
                .limit(MOST_PODS_NAMED)
                .map(pod -> pod.name() + ": " + PodHealth.of(pod, state))
                .toList();
    }

    private static List<Evidence> evidence(BudgetScene scene, List<PodView> unhealthy) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(BudgetNumbers.evidence(scene));
        unhealthy.stream()
                .limit(MOST_PODS_NAMED)
                .map(pod -> pod.evidence(
                        Map.of("health", PodHealth.of(pod, scene.state()).name())))
                .forEach(evidence::add);
        return evidence;
    }
}
