package io.plimsoll.actuator.cluster;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.IndexedView;
import io.plimsoll.actuator.view.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Every watch, and the view they keep. */
public final class Watches implements AutoCloseable {

    private final IndexedView view;
    private final List<WatchLoop> loops = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Starts watching.
     *
     * @param ownGroupLabel the installation's own label of node groups; empty for none
     * @param changed called with every change, from the watches' threads
     */
    public Watches(Api api, String cluster, String ownGroupLabel, Runnable changed) {
        this.view = new IndexedView(cluster, this::freshness);
        for (Watched watched : Watched.ALL) {
            loops.add(new WatchLoop(api, watched, view, ownGroupLabel, changed));
        }
        loops.forEach(threads::execute);
        threads.execute(this::watchdog);
    }

    public ClusterView view() {
        return view;
    }

    /** The least current of the watches that make up the resource. */
    private Freshness freshness(Resource resource) {
        Freshness worst = Freshness.current();
        for (WatchLoop loop : loops) {
            if (loop.watched().resource() == resource) {
                Freshness each = loop.freshness();
                if (each.problem() != null) {
                    return each;
                }
                worst = each.age().compareTo(worst.age()) > 0 ? each : worst;
            }
        }
        return worst;
    }

    /** One line for each essential collection that isn't current. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (WatchLoop loop : loops) {
            Freshness freshness = loop.freshness();
            boolean stale = freshness.age().compareTo(Duration.ofSeconds(15)) > 0;
            if (loop.watched().essential() && (freshness.problem() != null || stale)) {
                String why = loop.problem();
                problems.add(
                        why == null
                                ? loop.watched().path() + ": silent for "
                                        + freshness.age().toSeconds() + " s"
                                : why);
            }
        }
        return problems;
    }

    private void watchdog() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                return;
            }
            loops.forEach(WatchLoop::cutIfSilent);
        }
    }

    @Override
    public void close() {
        loops.forEach(WatchLoop::stop);
        threads.shutdownNow();
    }
}
