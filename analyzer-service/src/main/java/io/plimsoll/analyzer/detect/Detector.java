package io.plimsoll.analyzer.detect;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One question asked of one subject at a time. Pure: no clock, no I/O, no logging, no fields that change. */
public interface Detector {

    AlertCode code();

    /**
     * The resources ({@link io.plimsoll.analyzer.state.Resource}) without which it can't say. Before all of them are
     * synced it isn't asked; when one is lost its alerts turn stale.
     */
    Set<String> inputs();

    /** What it needs remembered; shared recorders may be named by several detectors. */
    default List<Recorder<?>> recorders() {
        return List.of();
    }

    /**
     * Whether the usage of pods may concern it. These samples are by far the most facts: who has no need of them isn't shown
     * them.
     */
    default boolean readsPodUsage() {
        return false;
    }

    /** Which subjects the change may concern; each is asked about once, right after the fact. Must be cheap. */
    void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects);

    /**
     * Whether questions about the subject wait for the next tick, so that many facts in a row cost one answer. For answers
     * that look at a whole cluster or group: what a fact costs must not grow with their size.
     */
    default boolean gathers(ObjectRef subject) {
        return false;
    }

    /** Which subjects another rule's alert may concern when it starts or stops firing (or changes severity). */
    default void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {}

    /** What there is to find at the subject, now. A subject that no longer exists has no findings. */
    Evaluation evaluate(ObjectRef subject, Situation situation);
}
