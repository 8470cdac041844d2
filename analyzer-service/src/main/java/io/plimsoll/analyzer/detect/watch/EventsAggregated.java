package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** W6: so many events were merged by their recorder that counts of them are too low. */
public record EventsAggregated(int percent, int atLeast, Duration keepFor) implements Detector {

    public static EventsAggregated defaults() {
        return new EventsAggregated(10, 50, Duration.ofMinutes(30));
    }

    @Override
    public AlertCode code() {
        return AlertCode.W6;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.EVENTS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(EventShares.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        EventState event = change.body(EventState.class);
        if (event != null && event.aggregated()) {
            subjects.accept(WatchGaps.watcher(Resource.EVENTS));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        EventShare share = situation.state().ledger(EventShares.INSTANCE).of(EventShares.KEY);
        Instant hourAgo = situation.now().minus(Duration.ofHours(1));
        if (share == null
                || share.hour().isBefore(hourAgo)
                || share.events() < atLeast
                || share.aggregated() * 100 < share.events() * percent) {
            return Evaluation.nothing();
        }
        return Evaluation.of(Finding.about(subject)
                        .levels(Level.info(Duration.ZERO))
                        .keepFor(keepFor)
                        .measured("resource", Resource.EVENTS)
                        .measured("count", share.aggregated())
                        .threshold("percent", percent)
                        .threshold("atLeast", atLeast)
                        .summary(
                                "%d of %d events of this hour were merged by their recorder: counts of events are too low"
                                        .formatted(share.aggregated(), share.events()))
                        .build())
                .reviewedAt(share.hour().plus(Duration.ofHours(2)));
    }
}
