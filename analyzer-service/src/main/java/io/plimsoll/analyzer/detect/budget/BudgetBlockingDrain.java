package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.SuggestedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * P2: a drain waits for a budget that lets no pod go.
 *
 * <p>A budget that allows nothing is no fault by itself (OpenShift's alert at the limit was switched off by its users):
 * without a node that is being emptied there is no finding at all.
 *
 * @param warnAfter the drain waits so long: a warning
 * @param criticalAfter so long: critical
 * @param refusalWindow a refusal told of by an event makes it critical at once, and for so long
 * @param keepFor what lets a pod go must last so long; a status lags a few seconds behind its pods
 */
public record BudgetBlockingDrain(Duration warnAfter, Duration criticalAfter, Duration refusalWindow, Duration keepFor)
        implements Detector {

    private static final int MOST_PODS_NAMED = 10;

    public static BudgetBlockingDrain defaults() {
        return new BudgetBlockingDrain(
                Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofSeconds(30));
    }

    @Override
    public AlertCode code() {
        return AlertCode.P2;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.BUDGETS, Resource.PODS, Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(new BudgetPasts(), new WorkloadPasts());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        BudgetSubjects.ofBudget(change, subjects);
        BudgetSubjects.ofPod(change, state, subjects);
        BudgetSubjects.ofNode(change, state, subjects);
        BudgetSubjects.ofWorkload(change, state, subjects);
        BudgetSubjects.ofAutoscaler(change, state, subjects);
        BudgetSubjects.ofEvent(change, state, subjects);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        BudgetScene scene = BudgetScene.of(subject, situation);
        DrainBlock block = scene == null ? null : DrainBlock.of(scene);
        if (scene == null || block == null) {
            return Evaluation.nothing();
        }
        List<String> nodes = block.pods().stream()
                .map(PodView::nodeName)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        Finding finding = BudgetNumbers.measured(Finding.about(scene.ref()), scene.shown())
                .levels(levels(scene))
                .keepFor(keepFor)
                .cause(block.reason().name())
                .measured("reason", block.reason().name())
                .measured("unblockedBy", block.unblockedBy())
                .measured("blockedPods", names(block.pods()))
                .measured("nodes", nodes)
                .threshold("warnAfter", warnAfter)
                .threshold("criticalAfter", criticalAfter)
                .summary(scene.tracked().ref().display() + " (" + scene.rule().display() + ") keeps "
                        + (block.pods().size() == 1
                                ? "the pod"
                                : "all " + block.pods().size() + " pods") + " on "
                        + String.join(", ", nodes) + ": " + block.reason().words() + "; unblocked by "
                        + block.unblockedBy())
                .suggest(SuggestedAction.FIX_PDB)
                .evidence(evidence(scene, block))
                .build();
        return Evaluation.of(finding);
    }

    private List<Level> levels(BudgetScene scene) {
        List<Level> levels = new ArrayList<>();
        levels.add(Level.warning(warnAfter));
        levels.add(Level.critical(criticalAfter));
        Instant refusedAt = scene.past().refusedAt();
        if (refusedAt != null && refusedAt.plus(refusalWindow).isAfter(scene.now())) {
            levels.add(Level.critical(Duration.ZERO).when("refused"));
        }
        return levels;
    }

    private static List<String> names(List<PodView> pods) {
        return pods.stream().limit(MOST_PODS_NAMED).map(PodView::name).toList();
    }

    private static List<Evidence> evidence(BudgetScene scene, DrainBlock block) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(BudgetNumbers.evidence(scene));
        block.pods().stream()
                .limit(MOST_PODS_NAMED)
                .map(pod -> pod.evidence(Map.of("node", String.valueOf(pod.nodeName()), "ready", pod.isReady())))
                .forEach(evidence::add);
        return evidence;
    }
}
