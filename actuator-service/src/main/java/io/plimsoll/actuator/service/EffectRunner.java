package io.plimsoll.actuator.service;

import io.plimsoll.actuator.answer.EventText;
import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Signal;
import io.plimsoll.actuator.cluster.Acts;
import io.plimsoll.actuator.cluster.Notices;
import io.plimsoll.actuator.messaging.AnswerWriter;
import io.plimsoll.actuator.messaging.Outbox;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.node.PodSight;
import io.plimsoll.actuator.node.Refusal;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Performs what a turn asks for: the acts on one node in their order, evictions side by side, never more than
 * {@link #AT_ONCE} calls at a time. Each act ends in a signal, an act that breaks included.
 */
final class EffectRunner implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EffectRunner.class.getName());
    private static final int AT_ONCE = 64;

    /** Nodes of one answer that get an event: who asks for more reads the answer. */
    private static final int MOST_EVENTS = 10;

    private final Acts acts;
    private final AnswerWriter answerWriter;
    private final Sweep sweep;
    private final Notices notices;
    private final Accounts accounts;
    private final Measures measures;
    private final ClusterView view;
    private final ClusterClock clock;
    private final Origins origins;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore calls = new Semaphore(AT_ONCE);
    private final Map<String, CompletableFuture<Void>> inOrder = new ConcurrentHashMap<>();

    /** What effects are performed with. */
    record Means(Acts acts, Outbox outbox, Notices notices, Accounts accounts, Measures measures, ClusterView view) {}

    /**
     * Whence effects come, and where what comes of them goes.
     *
     * @param asker who asked for what has this id, null where nobody knows; asked by the thread that hands effects in
     * @param answers takes what the API server said
     */
    record Origins(Function<String, @Nullable String> asker, Consumer<Signal> answers) {}

    EffectRunner(Means means, AnswerWriter answerWriter, Sweep sweep, ClusterClock clock, Origins origins) {
        this.sweep = sweep;
        this.acts = means.acts();
        this.answerWriter = answerWriter;
        this.notices = means.notices();
        this.accounts = means.accounts();
        this.measures = means.measures();
        this.view = means.view();
        this.clock = clock;
        this.origins = origins;
    }

    void perform(Effect effect) {
        switch (effect) {
            case Effect.Answer(var status) -> answered(status);
            case Effect.Act(var act) -> act(act);
            case Effect.ScaleDown wish -> scaleDown(wish);
            case Effect.Dropped(var origin, var code, var explanation) -> accounts.dropped(origin, code, explanation);
            case Effect.Passed passed -> passed(passed);
            case Effect.LeftBehind(var task, var claim) -> sweep.leftBehind(task, claim);
            case Effect.WakeAt _ -> {}
        }
    }

    private void answered(MaintenanceStatus status) {
        String by = origins.asker().apply(status.request());
        answerWriter.answer(status).thenRun(() -> accounts.answered(status, by));
        measures.answer(status);
        boolean news = status.terminal() || !status.guards().isEmpty();
        if (news && !status.dryRun()) {
            status.nodes().keySet().stream().limit(MOST_EVENTS).forEach(node -> noticed(node, status));
        }
    }

    private void noticed(String node, MaintenanceStatus status) {
        var seen = view.node(node);
        if (seen == null) {
            return;
        }
        String state = status.state().wireName();
        var notice = new Notices.Notice(
                "Request" + Character.toUpperCase(state.charAt(0)) + state.substring(1),
                EventText.of(status, node),
                trouble(status.state()),
                status.updatedAt());
        threads.execute(() -> notices.node(node, seen.uid(), notice));
    }

    /** Whether it came to nothing for a reason that somebody should look at. */
    private static boolean trouble(RequestState state) {
        return switch (state) {
            case FAILED, REJECTED, EXPIRED -> true;
            case ACCEPTED, QUEUED, DEFERRED, RUNNING, HELD, SUCCEEDED, CANCELLED, SUPERSEDED -> false;
        };
    }

    private void act(NodeEffect effect) {
        switch (effect) {
            case NodeEffect.TakeClaim(var task, var deadline) -> node(task, "claim", () -> acts.claim(task, deadline));
            case NodeEffect.Cordon(var task, var claim) -> node(task, "cordon", () -> acts.cordon(task, claim));
            case NodeEffect.Release release ->
                node(release.task(), release.uncordon() ? "uncordon" : "release", () -> acts.release(release));
            case NodeEffect.Evict(var task, var pod) -> eviction(task, "evict", pod, () -> acts.evict(task, pod));
            case NodeEffect.ForceDelete(var task, var pod, var grace) ->
                eviction(task, "delete", pod, () -> acts.delete(pod, grace));
            case NodeEffect.WakeAt _, NodeEffect.SlowDown _ -> {}
        }
    }

    private interface Call<T> {
        Acts.Done<T> make();
    }

    private void node(Task task, String act, Call<NodeSignal> call) {
        String by = origins.asker().apply(task.origin());
        if (task.dryRun()) {
            accounts.pretended(task, by, act, null, task.node());
            return;
        }
        after(task.node(), () -> {
            Acts.Done<NodeSignal> done = made(
                    call,
                    new Acts.Done<>(new NodeSignal.Refused(new Refusal.Unanswered("the call broke")), 0, "broke"));
            origins.answers().accept(new Signal.NodeAnswered(task.node(), task.origin(), done.answer()));
            accounts.node(task, by, act, done);
            if (done.answer() instanceof NodeSignal.ClaimTaken(var _, boolean cordoned) && cordoned) {
                accounts.node(task, by, "cordon", done);
            }
        });
    }

    private void eviction(Task task, String act, PodSight pod, Call<EvictionAnswer> call) {
        String by = origins.asker().apply(task.origin());
        if (task.dryRun()) {
            accounts.pretended(task, by, act, pod.namespace(), pod.name());
            return;
        }
        threads.execute(() -> {
            Acts.Done<EvictionAnswer> done =
                    made(call, new Acts.Done<>(new EvictionAnswer.Unanswered("the call broke"), 0, "broke"));
            origins.answers()
                    .accept(new Signal.NodeAnswered(
                            task.node(), task.origin(), new NodeSignal.EvictionAnswered(pod.uid(), done.answer())));
            measures.eviction(done.answer());
            accounts.pod(task, by, act, pod, done);
        });
    }

    private <T> Acts.Done<T> made(Call<T> call, Acts.Done<T> broken) {
        calls.acquireUninterruptibly();
        try {
            return call.make();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "an act broke", e);
            return broken;
        } finally {
            calls.release();
        }
    }

    /** One act on a node after the other. */
    private void after(String node, Runnable act) {
        inOrder.compute(node, (_, before) -> {
            CompletableFuture<Void> last = before == null ? CompletableFuture.completedFuture(null) : before;
            return last.thenRunAsync(act, threads).exceptionally(failure -> {
                LOG.log(System.Logger.Level.ERROR, "an act broke", failure);
                return null;
            });
        });
    }

    private void scaleDown(Effect.ScaleDown wish) {
        String by = origins.asker().apply(wish.origin());
        after(wish.node(), () -> {
            boolean done = wish.dryRun() || acts.scaleDown(wish.node(), wish.suspended());
            origins.answers().accept(new Signal.ScaleDownAnswered(wish.node(), wish.origin(), wish.suspended(), done));
            accounts.scaleDown(wish, by, done);
        });
    }

    private void passed(Effect.Passed passed) {
        LOG.log(
                System.Logger.Level.INFO,
                "node " + passed.phase() + ": node=" + passed.node() + " request=" + passed.origin() + " what="
                        + passed.message() + (passed.dryRun() ? " (dry run)" : ""));
        var node = view.node(passed.node());
        if (!passed.dryRun() && node != null) {
            var notice = new Notices.Notice(
                    "Maintenance" + passed.phase(),
                    "request " + passed.origin() + ": " + passed.message(),
                    passed.trouble(),
                    clock.instant());
            threads.execute(() -> notices.node(passed.node(), node.uid(), notice));
        }
    }

    /** Waits until what has been asked for is answered, so that whoever goes on can see what came of it. */
    void finish(Duration atMost) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.log(System.Logger.Level.WARNING, "calls without an answer are left behind");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
