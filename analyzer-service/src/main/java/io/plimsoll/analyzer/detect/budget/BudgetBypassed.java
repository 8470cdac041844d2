package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import io.plimsoll.model.fact.OwnerRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * P4: pods were taken away though their budget allowed none to go, by something that doesn't ask budgets.
 *
 * <p>The kubelet, taints, preemption, autoscalers out of patience and plain deletions don't. A deletion without a named
 * reason counts only once it is clear that no rollout or scaling of the owner stood behind it.
 *
 * @param window how long a bypass counts
 * @param warnAt so many within the window are a warning; one alone is info
 * @param ownerMargin a change of the owner so near, before or after, explains a plain deletion
 */
public record BudgetBypassed(Duration window, int warnAt, Duration ownerMargin) implements Detector {

    public static BudgetBypassed defaults() {
        return new BudgetBypassed(Duration.ofMinutes(10), 2, Duration.ofSeconds(60));
    }

    @Override
    public AlertCode code() {
        return AlertCode.P4;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.BUDGETS, Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(new BudgetPasts(), new WorkloadPasts());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        BudgetSubjects.ofBudget(change, subjects);
        BudgetSubjects.ofPod(change, state, subjects);
        BudgetSubjects.ofDisruption(change, state, subjects);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        BudgetScene scene = BudgetScene.of(subject, situation);
        List<PodLoss> losses = scene == null ? List.of() : scene.past().lossesSince(situation.now(), window);
        if (scene == null || losses.isEmpty()) {
            return Evaluation.nothing();
        }
        List<PodLoss> bypasses =
                losses.stream().filter(loss -> bypass(loss, scene)).toList();
        Instant review = losses.stream()
                .map(loss -> nextReview(loss, situation.now()))
                .min(Instant::compareTo)
                .orElse(null);
        return bypasses.isEmpty()
                ? Evaluation.nothing().reviewedAt(review)
                : Evaluation.of(finding(scene, bypasses)).reviewedAt(review);
    }

    private boolean bypass(PodLoss loss, BudgetScene scene) {
        if (!loss.spareless() || PodLoss.EVICTED.equals(loss.reason())) {
            return false;
        }
        if (loss.reason() != null) {
            return true;
        }
        boolean settled = !scene.now().isBefore(loss.at().plus(ownerMargin));
        return settled
                && !loss.ownerDriven()
                && !changed(loss.controller(), loss, scene)
                && !changed(loss.workload(), loss, scene);
    }

    private boolean changed(@Nullable OwnerRef owner, PodLoss loss, BudgetScene scene) {
        return owner != null
                && WorkloadPasts.of(scene.state(), ObjectRef.of(owner.kind(), loss.namespace(), owner.name()))
                        .changedAround(loss.at(), ownerMargin);
    }

    private Instant nextReview(PodLoss loss, Instant now) {
        Instant settles = loss.at().plus(ownerMargin);
        return settles.isAfter(now) ? settles : loss.at().plus(window);
    }

    private Finding finding(BudgetScene scene, List<PodLoss> bypasses) {
        Counts shown = scene.shown();
        boolean fell = shown.violated() && bypasses.stream().anyMatch(PodLoss::wasEnough);
        Set<String> reasons =
                bypasses.stream().map(PodLoss::shownReason).collect(Collectors.toCollection(TreeSet::new));
        List<Level> levels = new ArrayList<>();
        levels.add(Level.info(Duration.ZERO));
        if (bypasses.size() >= warnAt || fell) {
            levels.add(Level.warning(Duration.ZERO));
        }
        return BudgetNumbers.measured(Finding.about(scene.ref()), shown)
                .levels(levels)
                .measured("bypasses", bypasses.size())
                .measured("pods", bypasses.stream().map(PodLoss::pod).distinct().toList())
                .threshold("bypasses", warnAt)
                .threshold("window", window)
                .cause(String.join(",", reasons))
                .summary(bypasses.size() + (bypasses.size() == 1 ? " pod of " : " pods of ")
                        + scene.tracked().ref().display() + " went within " + window.toMinutes()
                        + " min though the budget allowed none: " + String.join(", ", reasons))
                .suggest(SuggestedAction.INVESTIGATE)
                .evidence(evidence(scene, bypasses))
                .build();
    }

    private static List<Evidence> evidence(BudgetScene scene, List<PodLoss> bypasses) {
        return bypasses.isEmpty() ? List.of() : List.of(BudgetNumbers.evidence(scene));
    }
}
