package io.plimsoll.actuator.service;

import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Helm;
import io.plimsoll.actuator.campaign.Ledger;
import io.plimsoll.actuator.campaign.Signal;
import io.plimsoll.actuator.campaign.Turn;
import io.plimsoll.actuator.journal.Journal;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a term: takes what happened, has the helm decide, has the journal write it down, then lets the effects go.
 *
 * <p>Signals that wait together make one turn, so a burst costs one write. Where the journal can't be written the thread
 * tries again for as long as the term lasts: nothing is done that isn't written.
 */
final class Conductor {

    private static final System.Logger LOG = System.getLogger(Conductor.class.getName());
    private static final int MOST_SIGNALS = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** By which it decides: under which epoch, and whether still. */
    record Mandate(LongSupplier epoch, BooleanSupplier leads) {}

    private record Item(Signal signal, @Nullable CompletableFuture<Void> journalled) {}

    private final LinkedBlockingQueue<Runnable> questions = new LinkedBlockingQueue<>();
    private final Helm helm;
    private final Ledger ledger;
    private final Journal journal;
    private final ClusterClock clock;
    private final Mandate mandate;
    private final Consumer<Effect> effects;
    private final Measures measures;

    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean lookQueued = new AtomicBoolean();
    private final TreeSet<Instant> wakes = new TreeSet<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable String problem;

    Conductor(
            Helm helm,
            Ledger ledger,
            Journal journal,
            ClusterClock clock,
            Mandate mandate,
            EffectRunner runner,
            Measures measures) {
        this.helm = helm;
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
        this.mandate = mandate;
        this.effects = runner::perform;
        this.measures = measures;
        this.thread = Thread.ofPlatform().daemon().name("helm").unstarted(this::run);
    }

    /** What was heard before comes first. */
    void start() {
        queue.add(new Item(new Signal.Resumed(), null));
        thread.start();
    }

    /** Done once what came of the signal is journalled. */
    CompletableFuture<Void> tell(Signal signal) {
        var journalled = new CompletableFuture<Void>();
        queue.add(new Item(signal, journalled));
        return journalled;
    }

    void hear(Signal signal) {
        queue.add(new Item(signal, null));
    }

    /** Something changed in the view; any number of these make one look. */
    void look() {
        if (lookQueued.compareAndSet(false, true)) {
            queue.add(new Item(new Signal.Looked(), null));
        }
    }

    @Nullable
    String problem() {
        return problem;
    }

    /** Runs on the helm's thread, between two turns: the ledger is nobody else's. */
    <T> CompletableFuture<T> ask(java.util.function.BiFunction<Ledger, Instant, T> question) {
        var answer = new CompletableFuture<T>();
        questions.add(() -> {
            try {
                answer.complete(question.apply(ledger, clock.instant()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        queue.add(new Item(new Signal.Looked(), null));
        return answer;
    }

    private void run() {
        List<Item> items = new ArrayList<>();
        while (!stopped) {
            try {
                items.clear();
                Item first = queue.poll(untilNextWake().toNanos(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    items.add(first);
                    queue.drainTo(items, MOST_SIGNALS);
                }
                lookQueued.set(false);
                turn(items);
                Runnable question;
                while ((question = questions.poll()) != null) {
                    question.run();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // A broken invariant: nothing of this turn was journalled or done, and what is under way stands still.
                problem = "a turn failed: " + e;
                LOG.log(System.Logger.Level.ERROR, "a turn failed", e);
                items.forEach(item -> {
                    if (item.journalled() != null) {
                        item.journalled().completeExceptionally(e);
                    }
                });
            }
        }
    }

    private void turn(List<Item> items) throws InterruptedException {
        awaitLead();
        Instant now = clock.instant();
        wakes.headSet(now, true).clear();
        Turn turn = helm.turn(items.stream().map(Item::signal).toList(), now);
        write(turn, now);
        awaitLead();
        for (Item item : items) {
            if (item.journalled() != null) {
                item.journalled().complete(null);
            }
        }
        for (Effect effect : turn.effects()) {
            if (effect instanceof Effect.WakeAt(var at)) {
                wakes.add(at);
            } else {
                effects.accept(effect);
            }
        }
        measures.turn(ledger, turn, now, clock);
    }

    /**
     * Where the lease is in doubt nothing is decided, said or done: the process may have stood still for any time, and
     * another may be at work. Either the lease is confirmed, and it goes on where it stood, or the term is ended from outside.
     */
    private void awaitLead() throws InterruptedException {
        while (!mandate.leads().getAsBoolean()) {
            if (stopped) {
                throw new InterruptedException("the term is over");
            }
            Thread.sleep(20);
        }
    }

    private void write(Turn turn, Instant now) throws InterruptedException {
        if (turn.journal().isEmpty()) {
            return;
        }
        while (!stopped) {
            try {
                journal.write(turn.journal(), mandate.epoch().getAsLong(), now);
                problem = null;
                return;
            } catch (ExecutionException | RuntimeException e) {
                problem = "the journal can't be written: " + e.getMessage();
                LOG.log(System.Logger.Level.WARNING, problem);
                Thread.sleep(500);
            }
        }
        throw new InterruptedException("the term is over");
    }

    private Duration untilNextWake() {
        if (wakes.isEmpty()) {
            return LONGEST_WAIT;
        }
        Duration wait = clock.machineTime(Duration.between(clock.instant(), wakes.getFirst()));
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    void stop() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
