package io.plimsoll.watcher.watch;

import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.watcher.project.Sighting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What all loops of a term share: the ledger, the log, the clock and the counting of epochs. */
final class Feed {

    private static final Logger LOG = System.getLogger(Feed.class.getName());
    private static final long RETRY_MILLIS = 200;

    private final String cluster;
    private final Ledger ledger;
    private final FactLog log;
    private final InstantSource clock;
    private final AtomicLong epochs;

    /** A term that follows the given epoch. */
    Feed(String cluster, Ledger ledger, FactLog log, InstantSource clock, long lastEpoch) {
        this.cluster = cluster;
        this.ledger = ledger;
        this.log = log;
        this.clock = clock;
        this.epochs = new AtomicLong(lastEpoch);
    }

    Ledger ledger() {
        return ledger;
    }

    InstantSource clock() {
        return clock;
    }

    long nextEpoch() {
        return epochs.incrementAndGet();
    }

    long epoch() {
        return epochs.get();
    }

    Sighting sighting(Origin origin, long epoch) {
        return new Sighting(clock.instant(), origin, epoch);
    }

    /** Hands records over, each until it is taken: the ledger counts them as written. */
    void put(List<LogRecord> records) throws InterruptedException {
        for (LogRecord record : records) {
            boolean taken = false;
            while (!taken) {
                try {
                    log.put(record);
                    taken = true;
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "record not taken, tried again: key=" + record.key(), e);
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        }
    }

    /** Says something of a resource, or, with an empty name, of the watcher itself. */
    void control(String resource, FactBody body, long epoch) throws InterruptedException {
        String kind = body.getClass().getSimpleName();
        Fact fact = new Fact(
                cluster,
                kind,
                null,
                resource,
                null,
                null,
                clock.instant(),
                Origin.WATCH,
                epoch,
                false,
                List.of(),
                body);
        put(List.of(new LogRecord(fact.key(), kind, fact)));
    }
}
