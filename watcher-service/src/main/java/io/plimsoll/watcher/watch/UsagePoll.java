package io.plimsoll.watcher.watch;

import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Tick.Standing;
import io.plimsoll.watcher.api.ApiFailure;
import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.watcher.api.WatchedResource;
import io.plimsoll.wire.time.ClusterClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Polls metrics.k8s.io, which can't be watched. A sample whose own time stamp hasn't moved is the same sample.
 *
 * <p>An API that is absent or has no answer is absence, never zero; a sample missing from one answer isn't either: usage of
 * an object is taken back only with the object itself.
 */
final class UsagePoll implements Runnable {

    static final String RESOURCE = "usage";

    private static final Logger LOG = System.getLogger(UsagePoll.class.getName());
    private static final WatchedResource NODES =
            new WatchedResource("nodes", "NodeMetrics", "/apis/metrics.k8s.io/v1beta1/nodes", "", true);
    private static final WatchedResource PODS =
            new WatchedResource("pods", "PodMetrics", "/apis/metrics.k8s.io/v1beta1/pods", "", true);

    private final ApiServer server;
    private final Feed feed;
    private final ClusterClock clock;
    private final Duration interval;
    private final Pulse pulse;

    UsagePoll(ApiServer server, Feed feed, ClusterClock clock, Duration interval, Duration gapAfter) {
        this.server = server;
        this.feed = feed;
        this.clock = clock;
        this.interval = interval;
        this.pulse = new Pulse(RESOURCE, gapAfter, System::nanoTime);
    }

    Pulse pulse() {
        return pulse;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    poll();
                    pulse.synced();
                } catch (ApiFailure failure) {
                    absent(failure);
                } catch (RuntimeException fault) {
                    LOG.log(Level.ERROR, "internal fault while polling usage", fault);
                    pulse.lost("internal fault: " + fault);
                }
                Thread.sleep(jittered(clock.machineTime(interval)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() throws ApiFailure, InterruptedException {
        long epoch = feed.nextEpoch();
        for (WatchedResource each : List.of(NODES, PODS)) {
            server.list(each, 0, "", item -> feed.put(feed.ledger().seen(item, feed.sighting(Origin.WATCH, epoch))));
        }
        feed.put(feed.ledger()
                .unseen(Set.of("PodMetrics"), feed.sighting(Origin.RELIST_DIFF, epoch), path -> !known("Pod", path)));
        feed.put(feed.ledger()
                .unseen(Set.of("NodeMetrics"), feed.sighting(Origin.RELIST_DIFF, epoch), path -> !known("Node", path)));
    }

    private boolean known(String kind, String path) {
        return feed.ledger().knows(kind, path);
    }

    private void absent(ApiFailure failure) {
        switch (failure.what()) {
            case FORBIDDEN ->
                pulse.degraded(
                        Standing.FORBIDDEN,
                        failure.getMessage(),
                        "add to the watcher's ClusterRole: {apiGroups: [\"metrics.k8s.io\"], resources: [\"nodes\","
                                + " \"pods\"], verbs: [\"list\"]}");
            case ABSENT -> pulse.degraded(Standing.ABSENT, "the server has no metrics.k8s.io", "");
            case GONE, INVALID, PASSING -> {
                if (failure.getMessage().startsWith("503")) {
                    pulse.degraded(Standing.ABSENT, "metrics.k8s.io has no backend: " + failure.getMessage(), "");
                } else {
                    pulse.lost(failure.getMessage(), failure.remedy());
                }
            }
        }
    }

    private static Duration jittered(Duration interval) {
        long millis = Math.max(1, interval.toMillis());
        return Duration.ofMillis(
                millis - millis / 20 + ThreadLocalRandom.current().nextLong(millis / 10 + 1));
    }
}
