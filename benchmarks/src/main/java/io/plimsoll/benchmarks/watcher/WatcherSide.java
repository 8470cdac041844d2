package io.plimsoll.benchmarks.watcher;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.watcher.project.Ledger.Liveness;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.sink.SinkSettings;
import io.plimsoll.watcher.term.Setup;
import io.plimsoll.watcher.term.Watcher;
import io.plimsoll.watcher.watch.WatchListener;
import io.plimsoll.watcher.watch.WatchSettings;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ours: a whole watcher, all its resources, that writes. A change is dealt with when the broker has taken its record.
 *
 * <p>Only the watches' time limit isn't the default: it is stopped between rounds, for longer than it would bear silence.
 */
final class WatcherSide implements Side {

    private static final Duration NO_LIMIT = Duration.ofMinutes(5);
    private static final long PATIENCE_MINUTES = 15;

    private final KubernetesClient client;
    private final Setup setup;
    private final Countdown countdown = new Countdown();
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();
    private final CountDownLatch synced = new CountDownLatch(2);
    private @Nullable Watcher watcher;

    WatcherSide(String url, String bootstrap, String prefix) {
        client = Clients.of(url);
        awaited.addAll(Set.of("pods", "nodes"));
        WatchSettings usual = WatchSettings.DEFAULT;
        setup = new Setup(
                client,
                ClusterClock.realTime(),
                SinkSettings.of(Map.of("bootstrap.servers", bootstrap), World.CLUSTER, Topic.FACTS.under(prefix)),
                new WatchSettings(
                        usual.pageSize(),
                        NO_LIMIT,
                        NO_LIMIT,
                        usual.gapAfter(),
                        usual.retryDegraded(),
                        usual.firstBackoff(),
                        usual.longestBackoff(),
                        usual.streamedLists()),
                Setup.Rhythm.DEFAULT,
                new Projector(),
                Liveness.DEFAULT,
                null);
    }

    @Override
    public void sync() throws InterruptedException, TimeoutException {
        watcher = Watcher.start(setup, this::written, WatchListener.NONE, log -> log);
        if (!synced.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new TimeoutException("not synced: " + awaited + " " + watcher.state());
        }
    }

    private void written(LogRecord record) {
        Fact fact = record.fact();
        if (fact == null) {
            return;
        }
        if (fact.origin() == Origin.WATCH && record.kind().equals("Pod")) {
            countdown.count();
        } else if (fact.body() instanceof Synced && awaited.remove(fact.name())) {
            synced.countDown();
        }
    }

    @Override
    public void onChanges(long count, Runnable done) {
        countdown.set(count, done);
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
        client.close();
    }
}
