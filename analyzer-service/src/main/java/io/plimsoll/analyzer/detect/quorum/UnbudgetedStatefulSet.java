package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.budget.MisconfiguredBudget;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Fingerprint;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * S5: no budget covers a StatefulSet.
 *
 * <p>The same fact as P3/MISSING_PDB, under the code that people look for among StatefulSets: it follows that alert, is
 * info, and is suppressed by it, so that nobody is told twice.
 */
public record UnbudgetedStatefulSet() implements Detector {

    public static UnbudgetedStatefulSet defaults() {
        return new UnbudgetedStatefulSet();
    }

    @Override
    public AlertCode code() {
        return AlertCode.S5;
    }

    @Override
    public Set<String> inputs() {
        return MisconfiguredBudget.defaults().inputs();
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {}

    @Override
    public void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {
        if (alert.code() == AlertCode.P3
                && MisconfiguredBudget.MISSING.equals(alert.subtype())
                && alert.subject().kind().equals(StatefulSets.KIND)) {
            subjects.accept(alert.subject());
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Alert missing = situation.alerts().firing(AlertCode.P3, subject, MisconfiguredBudget.MISSING);
        Tracked<WorkloadState> set = StatefulSets.at(subject, situation.state());
        if (missing == null || set == null) {
            return Evaluation.nothing();
        }
        return Evaluation.of(Finding.about(StatefulSets.ref(set))
                .levels(Level.info(Duration.ZERO))
                .measured("replicas", StatefulSets.wished(set))
                .summary(Objects.requireNonNullElse(missing.summary(), ""))
                .parent(Fingerprint.of(
                        situation.state().cluster(), AlertCode.P3, missing.subject(), MisconfiguredBudget.MISSING))
                .suggest(SuggestedAction.FIX_PDB)
                .evidence(set.evidence(Map.of()))
                .build());
    }
}
