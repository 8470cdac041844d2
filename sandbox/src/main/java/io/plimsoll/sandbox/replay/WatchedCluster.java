package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.Tick.Standing;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.sandbox.replay.ReplayLine.Gap;
import io.plimsoll.sandbox.replay.ReplayLine.Seen;
import io.plimsoll.sandbox.replay.ReplayLine.WatchType;
import io.plimsoll.watcher.project.KubernetesObject;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.project.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One cluster of a replay: what its watcher would have written, with the watcher's own projection and ledger. */
final class WatchedCluster {

    static final Duration TICK = Duration.ofSeconds(5);
    private final String cluster;
    private final Ledger ledger;
    private final HandWritten handWritten = new HandWritten();
    private final BudgetStatuses budgets = new BudgetStatuses();
    private final Set<String> resources = new TreeSet<>(Kinds.ALWAYS);
    private final Relists relists = new Relists();
    private final Map<String, Instant> gapSince = new TreeMap<>();
    private Instant nextTick;
    private boolean synced;
    private boolean lastWasSnapshot = true;
    private long epoch = 1;

    WatchedCluster(String cluster, Instant begins) {
        this.cluster = cluster;
        this.ledger = new Ledger(cluster, new Projector(), Ledger.Liveness.DEFAULT);
        this.nextTick = begins;
    }

    /** What follows from the lines no later than that, but for ticks. */
    List<Fact> settled(Instant until) {
        return budgets.settled(until);
    }

    Instant nextTick() {
        return nextTick;
    }

    /** The tick that is due next; a list is complete by then. */
    List<Fact> tick() {
        List<Fact> facts = new ArrayList<>();
        sync(nextTick, facts);
        facts.add(control("Tick", "", nextTick, new Tick(nextTick, currencies(nextTick), 0L, 0)));
        nextTick = nextTick.plus(TICK);
        return facts;
    }

    /** The records of one line. */
    List<LogRecord> seen(Seen seen) {
        List<LogRecord> records = new ArrayList<>();
        boolean snapshot = seen.type() == WatchType.SNAPSHOT;
        if (snapshot && !lastWasSnapshot) {
            epoch++;
        }
        lastWasSnapshot = snapshot;
        if (!snapshot) {
            syncedRecords(seen.at(), records);
        }
        if (!Kinds.known(seen.object())) {
            return records;
        }
        listedAnew(seen, snapshot).ifPresent(fact -> records.add(new LogRecord(fact.key(), fact.kind(), fact)));
        KubernetesObject object = KubernetesObject.of(handWritten.completed(seen));
        Sighting sighting = new Sighting(seen.at(), snapshot ? Origin.SNAPSHOT : Origin.WATCH, epoch);
        List<LogRecord> changes =
                seen.type() == WatchType.DELETED ? ledger.deleted(object, sighting) : ledger.seen(object, sighting);
        changes.stream()
                .filter(record -> budgets.passes(record, object.json(), seen.at()))
                .forEach(records::add);
        return records;
    }

    private Optional<Fact> listedAnew(Seen seen, boolean snapshot) {
        String kind = seen.object().path("kind").asText();
        JsonNode metadata = seen.object().path("metadata");
        String object = metadata.path("namespace").asText() + "/"
                + metadata.path("name").asText();
        if (!snapshot) {
            relists.watched(kind, object);
            return Optional.empty();
        }
        return relists.item(kind, object, epoch)
                .filter(_ -> synced)
                .map(resource -> control("Relisted", resource, seen.at(), new Relisted("")));
    }

    List<Fact> gap(Gap gap) {
        String resource = gap.resource();
        if (gap.restored()) {
            gapSince.remove(resource);
            return List.of();
        }
        resources.add(resource);
        gapSince.put(resource, gap.at());
        return List.of(control("WatchGap", resource, gap.at(), new WatchGap(gap.at(), "the watch was lost")));
    }

    private void syncedRecords(Instant at, List<LogRecord> records) {
        List<Fact> facts = new ArrayList<>();
        sync(at, facts);
        facts.forEach(fact -> records.add(new LogRecord(fact.key(), fact.kind(), fact)));
    }

    private void sync(Instant at, List<Fact> facts) {
        if (!synced) {
            synced = true;
            Kinds.ALWAYS.forEach(resource -> facts.add(control("Synced", resource, at, new Synced(0))));
        }
    }

    private Map<String, Currency> currencies(Instant at) {
        Map<String, Currency> currencies = new TreeMap<>();
        for (String resource : resources) {
            Instant since = gapSince.get(resource);
            currencies.put(
                    resource,
                    since == null
                            ? new Currency(Standing.CURRENT, 0, null)
                            : new Currency(
                                    Standing.GAP, Duration.between(since, at).toMillis(), "the watch was lost"));
        }
        return currencies;
    }

    private Fact control(String kind, String name, Instant at, FactBody body) {
        return new Fact(cluster, kind, null, name, null, null, at, Origin.WATCH, epoch, false, List.of(), body);
    }
}
