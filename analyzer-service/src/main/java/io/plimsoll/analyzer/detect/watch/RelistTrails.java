package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.fact.Relisted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers by resource when it was listed anew; half an hour back. */
public record RelistTrails() implements Recorder<RelistTrail> {

    public static final RelistTrails INSTANCE = new RelistTrails();

    private static final Duration KEPT = Duration.ofMinutes(30);

    @Override
    public String name() {
        return "relists";
    }

    @Override
    public Class<RelistTrail> type() {
        return RelistTrail.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<RelistTrail> ledger) {
        if (change.body(Relisted.class) == null) {
            return;
        }
        String resource = change.fact().name();
        RelistTrail known = ledger.of(resource);
        List<Instant> at = new ArrayList<>(known == null ? List.of() : known.at());
        at.removeIf(time -> time.isBefore(change.at().minus(KEPT)));
        at.add(change.at());
        ledger.put(resource, new RelistTrail(at));
    }

    @Override
    public @Nullable RelistTrail pruned(String key, RelistTrail trail, ClusterState state) {
        return trail.at().getLast().isBefore(state.now().minus(KEPT)) ? null : trail;
    }
}
