package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.fact.EventState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts events by the hour, for the cluster as a whole; only the running hour is kept. */
public record EventShares() implements Recorder<EventShare> {

    public static final EventShares INSTANCE = new EventShares();

    static final String KEY = "events";

    @Override
    public String name() {
        return "event-share";
    }

    @Override
    public Class<EventShare> type() {
        return EventShare.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<EventShare> ledger) {
        EventState event = change.body(EventState.class);
        if (event == null || !change.transition()) {
            return;
        }
        Instant hour = change.at().truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        EventShare known = ledger.of(KEY);
        String name = change.fact().name();
        if (known != null && change.at().equals(known.lastAt()) && name.equals(known.last())) {
            return; // delivered twice
        }
        EventShare before =
                known == null || !known.hour().equals(hour) ? new EventShare(hour, 0, 0, null, null) : known;
        ledger.put(KEY, before.and(name, change.at(), event.aggregated()));
    }

    @Override
    public @Nullable EventShare pruned(String key, EventShare share, ClusterState state) {
        return share;
    }
}
