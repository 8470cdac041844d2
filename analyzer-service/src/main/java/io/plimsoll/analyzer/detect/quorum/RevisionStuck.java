package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * S6: a StatefulSet's update takes no step any more.
 *
 * <p>With strategy OnDelete nobody updates members but whoever deletes them, and the status misleads (kubernetes#73492):
 * info. So is an update that has come as far as its {@code partition} lets it: a canary, held on purpose.
 *
 * @param after how long the number of updated members may stay the same
 */
public record RevisionStuck(Duration after) implements Detector {

    /** Label: the revision that the set is to come to. */
    private static final String UPDATE = "updateRevision";

    public static RevisionStuck defaults() {
        return new RevisionStuck(Duration.ofMinutes(15));
    }

    @Override
    public AlertCode code() {
        return AlertCode.S6;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.STATEFUL_SETS);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.kind().equals(StatefulSets.KIND)) {
            subjects.accept(change.ref());
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<WorkloadState> set = StatefulSets.at(subject, situation.state());
        if (set == null || set.body().deletionTimestamp() != null || StatefulSets.wished(set) == 0) {
            return Evaluation.nothing();
        }
        WorkloadState body = set.body();
        String current = body.currentRevision();
        String update = body.updateRevision();
        if (current == null || update == null || current.equals(update)) {
            return Evaluation.nothing();
        }
        Hold hold = hold(set);
        Alert told = situation.alerts().firing(code(), StatefulSets.ref(set), null);
        if (told != null && !isOf(told, body, update)) {
            return Evaluation.nothing().reviewedAt(situation.now());
        }
        // Each count and each revision is a condition of its own: a step starts the time anew.
        String step = step(body.updatedReplicas(), update);
        Level level = (hold == Hold.STUCK ? Level.warning(after) : Level.info(after))
                .when(step)
                .since(set.observedAt());
        return Evaluation.of(Finding.about(StatefulSets.ref(set))
                .levels(level)
                .fallsToo()
                .cause(hold.name())
                .measured("replicas", StatefulSets.wished(set))
                .measured("ready", StatefulSets.ready(set, situation.state()))
                .measured("updated", body.updatedReplicas())
                .label(UPDATE, update)
                .threshold("after", after)
                .summary("StatefulSet " + set.ref().display() + " has updated " + body.updatedReplicas() + " of "
                        + StatefulSets.wished(set) + " members and takes no further step"
                        + hold.words)
                .suggest(SuggestedAction.INVESTIGATE)
                .evidence(set.evidence(Map.of("currentRevision", current, "updateRevision", update)))
                .build());
    }

    /** What an update that takes no step waits for. */
    private enum Hold {
        STUCK(""),
        ON_DELETE("; its strategy waits for their deletion"),
        PARTITION("; its partition lets it go no further");

        private final String words;

        Hold(String words) {
            this.words = words;
        }
    }

    private static Hold hold(Tracked<WorkloadState> set) {
        if ("OnDelete".equals(set.body().strategy())) {
            return Hold.ON_DELETE;
        }
        Integer partition = set.body().partition();
        boolean held = partition != null
                && partition > 0
                && set.body().updatedReplicas() >= StatefulSets.wished(set) - partition;
        return held ? Hold.PARTITION : Hold.STUCK;
    }

    private static String step(int updated, String revision) {
        return "updated " + updated + " to " + revision;
    }

    /** Whether the alert tells of the step that the set still stands at: a further one ends it. */
    private static boolean isOf(Alert told, WorkloadState body, String revision) {
        return told.measured().get("updated") instanceof Number updated
                && updated.intValue() == body.updatedReplicas()
                && revision.equals(told.labels().get(UPDATE));
    }
}
