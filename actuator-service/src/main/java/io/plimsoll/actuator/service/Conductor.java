package io.plimsoll.actuator.service;

import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Helm;
import io.plimsoll.actuator.campaign.Signal;
import io.plimsoll.actuator.campaign.Turn;
import io.plimsoll.actuator.fault.BrokenTurn;
import io.plimsoll.actuator.journal.Journal;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.messaging.FencedProducer;
import io.plimsoll.wire.time.ClusterClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
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
 * <p>Signals that wait together make one turn, so a burst costs one write. Where the journal can't be written the term is over:
 * nothing is done that isn't written.
 */
final class Conductor {

    private static final System.Logger LOG = System.getLogger(Conductor.class.getName());
    private static final int MOST_SIGNALS = 1_000;

    /** More than the inboxes hand over at once, twice. */
    private static final int CAREFUL_TURNS = 2_000;

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
    private volatile @Nullable BrokenTurn broken;
    private volatile FencedProducer.@Nullable Over over;
    private int carefulTurns;
    private int turns;

    /** Whether the turn under way is: whatever breaks then isn't the fault of what was heard. */
    private boolean written;

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

    /**
     * What was heard before comes first.
     *
     * @param careful whether to begin with a turn for each signal, since one of them broke the last turn and nobody knows which
     */
    void start(boolean careful) {
        carefulTurns = careful ? CAREFUL_TURNS : 0;
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
                    queue.drainTo(items, turns++ < carefulTurns ? 0 : MOST_SIGNALS);
                }
                lookQueued.set(false);
                turn(items);
                Runnable question;
                while ((question = questions.poll()) != null) {
                    question.run();
                }
                journal.rest(queue.isEmpty());
            } catch (InterruptedException e) {
                return;
            } catch (FencedProducer.Over e) {
                over = e;
                return;
            } catch (BrokenTurn e) {
                breakOff(e, items);
                return;
            } catch (RuntimeException | Error e) {
                breakOff(new BrokenTurn(null, e), items);
                return;
            }
        }
    }

    /**
     * A broken invariant: the ledger may be half changed, and is worth nothing now. What was heard is not journalled, so its
     * records come again; by then it is known what to do about that on which it broke.
     */
    private void breakOff(BrokenTurn why, List<Item> items) {
        LOG.log(System.Logger.Level.ERROR, "a turn broke off: " + why.getMessage(), why.getCause());
        boolean alone = why.origin() == null && items.size() == 1 && !written;
        String suspect = alone ? items.getFirst().signal().origin() : null;
        broken = suspect == null ? why : new BrokenTurn(suspect, Objects.requireNonNull(why.getCause()));
    }

    /** Why this conductor does nothing any more; null while it does. */
    @Nullable
    BrokenTurn broken() {
        return broken;
    }

    /** Why nothing can be written down in this term any more, so that nothing is decided; null while it can. */
    FencedProducer.@Nullable Over over() {
        return over;
    }

    private void turn(List<Item> items) throws InterruptedException {
        written = false;
        awaitLead();
        Instant now = clock.instant();
        wakes.headSet(now, true).clear();
        Turn turn = helm.turn(items.stream().map(Item::signal).toList(), now);
        if (!turn.journal().isEmpty()) {
            awaitLead();
            journal.write(turn.journal(), mandate.epoch().getAsLong(), now);
        }
        written = true;
        awaitLead();
        for (Item item : items) {
            if (item.journalled() != null) {
                item.journalled().complete(null);
            }
        }
        for (Effect effect : turn.effects()) {
            awaitLead(); // for each: the process may have stood still since the last one
            perform(effect);
        }
        measures.turn(ledger, turn, now, clock);
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.WakeAt(var at)) {
            wakes.add(at);
        } else {
            effects.accept(effect);
        }
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
