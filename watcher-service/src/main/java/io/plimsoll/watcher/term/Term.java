package io.plimsoll.watcher.term;

import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.watcher.sink.FactSink;
import io.plimsoll.watcher.sink.LogMemory;
import io.plimsoll.watcher.sink.SinkListener;
import io.plimsoll.watcher.watch.FactLog;
import io.plimsoll.watcher.watch.Pulse;
import io.plimsoll.watcher.watch.WatchListener;
import io.plimsoll.watcher.watch.Watching;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** One span of time in which this replica alone writes the cluster's log. */
final class Term implements AutoCloseable {

    private final FactSink sink;
    private final Watching watching;

    private Term(FactSink sink, Watching watching) {
        this.sink = sink;
        this.watching = watching;
    }

    /** Reads what the log remembers and begins to watch; fails where the broker can't be reached. */
    static Term begin(Setup setup, int partitions, Listeners listeners, BooleanSupplier mayWrite)
            throws InterruptedException {
        Ledger ledger = new Ledger(setup.sink().cluster(), setup.projector(), setup.liveness());
        LogMemory.Found found = LogMemory.read(setup.sink(), partitions, ledger);
        FactSink sink = new FactSink(setup.sink(), listeners.sink(), mayWrite).start();
        for (LogRecord tombstone : found.unfinished()) {
            sink.put(tombstone);
        }
        ApiServer server = new ApiServer(setup.client(), setup.clock(), Duration.ofSeconds(10));
        Watching watching = Watching.begin(
                new Watching.Parts(
                        setup.sink().cluster(),
                        server,
                        ledger,
                        listeners.onLog().apply(sink::put),
                        setup.clock(),
                        sink::oldestUnsent,
                        listeners.watch()),
                setup.watch(),
                new Watching.Intervals(setup.rhythm().tick(), setup.rhythm().usage()),
                found.epoch());
        return new Term(sink, watching);
    }

    /** Who learns what; {@code onLog} may stand between the loops and the log. */
    record Listeners(SinkListener sink, WatchListener watch, UnaryOperator<FactLog> onLog) {}

    FactSink sink() {
        return sink;
    }

    List<Pulse> pulses() {
        return watching.pulses();
    }

    Map<String, Currency> currencies() {
        Map<String, Currency> currencies = new TreeMap<>();
        pulses().forEach(pulse -> currencies.put(pulse.resource(), pulse.currency()));
        return currencies;
    }

    /** Stops watching, then gives the sink a moment for what it holds; tells how much it had to give up. */
    int end(Duration patience) {
        watching.close();
        sink.close(patience);
        return sink.unsent();
    }

    @Override
    public void close() {
        end(Duration.ZERO);
    }
}
