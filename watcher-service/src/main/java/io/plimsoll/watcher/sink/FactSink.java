package io.plimsoll.watcher.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.opentelemetry.context.Context;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.RecordTypes;
import io.plimsoll.wire.trace.Traces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log. {@link #put} may be called from many threads; one thread sends.
 *
 * <p>A record leaves memory when the broker has acknowledged it. Should the producer fail for good (it retries all that
 * passes by itself), a new one takes over and sends everything unacknowledged again, in order.
 */
public final class FactSink implements AutoCloseable {

    private static final Logger LOG = System.getLogger(FactSink.class.getName());

    private static final long UNTIL_ASKED_AGAIN_MILLIS = 20;

    private final SinkSettings settings;
    private final SinkListener listener;
    private final BooleanSupplier mayWrite;
    private final OutQueue queue;
    private final Semaphore room = new Semaphore(SinkSettings.IN_FLIGHT);
    private final Deque<Outgoing> unacknowledged = new ArrayDeque<>();
    private final Thread sender;
    private final String source;
    private volatile @Nullable String fault;
    private volatile boolean broken;
    private volatile boolean closed;
    private boolean known;

    public FactSink(SinkSettings settings, SinkListener listener) {
        this(settings, listener, () -> true);
    }

    /**
     * A sink of one of several replicas.
     *
     * @param mayWrite asked before each record; while it says no, nothing is sent
     */
    public FactSink(SinkSettings settings, SinkListener listener, BooleanSupplier mayWrite) {
        this.settings = settings;
        this.listener = listener;
        this.mayWrite = mayWrite;
        this.queue = new OutQueue(settings.queueRecords(), settings.queueBytes());
        this.source = CloudEvents.source("watcher-service", settings.cluster());
        this.sender = Thread.ofPlatform().name("plimsoll-sink").daemon().unstarted(this::run);
    }

    public FactSink start() {
        sender.start();
        return this;
    }

    /** Appends a record to the log; waits while the queue is full. */
    public void put(LogRecord record) throws InterruptedException {
        queue.put(new Outgoing(record, json(record), System.nanoTime()));
    }

    public int depth() {
        return queue.depth();
    }

    /** How many records the broker hasn't acknowledged. */
    public int unsent() {
        synchronized (unacknowledged) {
            return queue.depth() + unacknowledged.size();
        }
    }

    /** Age of the oldest record that the broker hasn't acknowledged; zero when there is none. */
    public Duration oldestUnsent() {
        Long oldest;
        synchronized (unacknowledged) {
            Outgoing first = unacknowledged.peekFirst();
            oldest = first == null ? null : (Long) first.enqueuedNanos();
        }
        oldest = oldest == null ? queue.oldestNanos() : oldest;
        return oldest == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - oldest);
    }

    /** How long somebody has been waiting for room; zero when nobody is. */
    public Duration blockedFor() {
        Long since = queue.blockedSinceNanos();
        return since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Why records aren't taken, or null when they are. */
    public @Nullable String fault() {
        if (fault != null) {
            return fault;
        }
        Duration age = oldestUnsent();
        return age.compareTo(settings.awayAfter()) > 0
                ? "the broker at " + settings.broker() + " has not taken a record for " + age.toSeconds()
                        + " s; see whether it runs and can be reached"
                : null;
    }

    /** Sends what waits, as far as a deadline allows, and stops. What is left is listed again by whoever comes next. */
    public void close(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline
                && sender.isAlive()
                && !oldestUnsent().isZero()) {
            Thread.onSpinWait();
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        closed = true;
        sender.interrupt();
        try {
            sender.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private void run() {
        while (!closed) {
            Producer<String, byte[]> producer = null;
            try {
                producer = new KafkaProducer<>(settings.producer());
                broken = false;
                known = false;
                sendWith(producer);
            } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (KafkaException e) {
                fault = told(e);
                LOG.log(Level.ERROR, "producer failed, a new one follows: " + BrokerTrouble.oneLine(e));
            } finally {
                if (producer != null) {
                    discard(producer);
                }
            }
            pause();
        }
    }

    /** What it still holds is held here too. */
    private static void discard(Producer<String, byte[]> producer) {
        boolean interrupted = Thread.interrupted(); // closing would fail on it
        producer.close(Duration.ZERO);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendWith(Producer<String, byte[]> producer) throws InterruptedException {
        resend(producer);
        while (!closed && !broken) {
            watchOverBroker();
            if (!room.tryAcquire(1, TimeUnit.SECONDS)) {
                continue;
            }
            Outgoing next = queue.poll(500);
            if (next == null) {
                room.release();
                continue;
            }
            synchronized (unacknowledged) {
                unacknowledged.addLast(next);
            }
            send(producer, next);
        }
    }

    private void resend(Producer<String, byte[]> producer) throws InterruptedException {
        Outgoing[] again;
        synchronized (unacknowledged) {
            again = unacknowledged.toArray(Outgoing[]::new);
        }
        for (Outgoing each : again) {
            send(producer, each);
        }
    }

    private void send(Producer<String, byte[]> producer, Outgoing outgoing) throws InterruptedException {
        while (!mayWrite.getAsBoolean()) {
            Thread.sleep(UNTIL_ASKED_AGAIN_MILLIS); // until the lease is renewed, or lost and the term at its end
        }
        LogRecord record = outgoing.record();
        var message = new ProducerRecord<>(
                settings.topic(), null, record.key(), outgoing.value(), CloudEvents.headers(context(record)));
        Traces.step("observe change", Context.root(), record.key(), message.headers());
        Future<?> sent = producer.send(message, (_, failure) -> {
            if (failure == null) {
                acknowledged(outgoing);
            } else if (!closed) {
                fault = told(failure);
                broken = true; // whatever it was, order is kept only by sending all of them again
            }
        });
        if (!known) {
            awaitKnown(sent);
        }
    }

    /**
     * The first record goes alone. Of a producer that it doesn't know a broker takes any batch as the first: with several
     * under way and the first refused, the second would be written before it (KAFKA-14359).
     */
    private void awaitKnown(Future<?> first) throws InterruptedException {
        while (!known && !closed && !broken) {
            try {
                first.get(1, TimeUnit.SECONDS);
                known = true;
            } catch (TimeoutException e) {
                watchOverBroker();
            } catch (ExecutionException e) {
                return; // its callback has said so
            }
        }
    }

    private void acknowledged(Outgoing outgoing) {
        boolean found;
        synchronized (unacknowledged) {
            found = unacknowledged.peekFirst() == outgoing;
            if (found) {
                unacknowledged.removeFirst();
            } else {
                found = removeFurtherBack(outgoing);
            }
        }
        if (found) {
            room.release();
            fault = null;
            queue.replacing(false);
            listener.written(outgoing.record());
        }
    }

    private boolean removeFurtherBack(Outgoing outgoing) {
        for (Iterator<Outgoing> each = unacknowledged.iterator(); each.hasNext(); ) {
            if (each.next() == outgoing) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    private void watchOverBroker() {
        if (oldestUnsent().compareTo(settings.awayAfter()) > 0) {
            queue.replacing(true);
        }
    }

    private CloudEvents.Context context(LogRecord record) {
        Fact fact = record.fact();
        Fact about = fact == null ? record.ended() : fact;
        String state = about == null ? "" : state(about);
        String id = fact == null
                ? DeterministicId.of("f-", record.key(), "tombstone", state)
                : DeterministicId.of("f-", record.key(), state, fact.origin(), fact.epoch());
        Instant time = about == null ? Instant.now() : about.observedAt();
        return new CloudEvents.Context(id, source, RecordTypes.FACT, time, record.key());
    }

    /** What tells one state of an object from another; where it has no version, the time. */
    private static String state(Fact fact) {
        return fact.uid() + "@" + (fact.resourceVersion() == null ? fact.observedAt() : fact.resourceVersion());
    }

    private static byte @Nullable [] json(LogRecord record) {
        if (record.fact() == null) {
            return null;
        }
        try {
            return FactJson.of(record.fact(), record.content());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "fact " + record.key() + " can't be written: " + BrokerTrouble.oneLine(e), e);
        }
    }

    private String told(Throwable failure) {
        return BrokerTrouble.isRefusal(failure)
                ? BrokerTrouble.of(failure, settings.topic(), settings.broker())
                : BrokerTrouble.oneLine(failure);
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
