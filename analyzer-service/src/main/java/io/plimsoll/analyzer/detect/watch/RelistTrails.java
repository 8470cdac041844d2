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
import java.util.Locale;
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
        Relisted relisted = change.body(Relisted.class);
        if (relisted == null) {
            return;
        }
        String resource = change.fact().name();
        RelistTrail known = ledger.of(resource);
        if (known != null && known.at().contains(change.at())) {
            return; // delivered twice
        }
        List<Instant> at = new ArrayList<>(known == null ? List.of() : known.at());
        at.removeIf(time -> time.isBefore(change.at().minus(KEPT)));
        at.add(change.at());
        ledger.put(
                resource,
                new RelistTrail(at, expired(relisted) ? change.at() : known == null ? null : known.expiredAt()));
    }

    /** Whether the API server had forgotten where the watch was (410). */
    private static boolean expired(Relisted relisted) {
        String reason = relisted.reason().toLowerCase(Locale.ROOT);
        return reason.contains("410") || reason.contains("expired") || reason.contains("too old");
    }

    @Override
    public @Nullable RelistTrail pruned(String key, RelistTrail trail, ClusterState state) {
        return trail.at().getLast().isBefore(state.now().minus(KEPT)) ? null : trail;
    }
}
