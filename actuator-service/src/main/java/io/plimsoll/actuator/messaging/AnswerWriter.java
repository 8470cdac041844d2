package io.plimsoll.actuator.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Gives one term's answers, in their order. Those that wait together make one transaction, which is committed at once: what was
 * not committed was never said, and the next term says it again.
 *
 * <p>For any thread; nobody who hands an answer over waits for the broker unless very many wait already.
 */
public final class AnswerWriter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AnswerWriter.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;

    /** Readers of committed answers wait so long at most for those behind one of ours that died before it was committed. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);

    private final FencedProducer producer;
    private final Outbox outbox;
    private final LinkedBlockingQueue<Said> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile FencedProducer.@Nullable Over over;

    private record Said(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> committed) {

        void failed(Throwable why) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "answer was not given: request=" + new String(record.key(), UTF_8) + " cause=" + why.getMessage());
            committed.completeExceptionally(why);
        }
    }

    private AnswerWriter(FencedProducer producer, Outbox outbox) {
        this.producer = producer;
        this.outbox = outbox;
        this.thread = Thread.ofPlatform().daemon().name("answers").start(this::run);
    }

    /**
     * Begins; from now on nobody else's are taken.
     *
     * @throws FencedProducer.Over where the broker doesn't let it
     */
    public static AnswerWriter begin(KafkaSettings settings, Outbox outbox) {
        return new AnswerWriter(FencedProducer.open(settings, "answers", LONGEST_TRANSACTION), outbox);
    }

    /** Done once it is said; the same answer given again bears the same id. */
    public CompletableFuture<Void> answer(MaintenanceStatus status) {
        var said = new Said(outbox.record(status), new CompletableFuture<>());
        try {
            queue.put(said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            said.committed().completeExceptionally(e);
        }
        if (over != null) {
            failRest();
        }
        return said.committed();
    }

    /** Why nothing more is said in this term; null while it is. */
    public FencedProducer.@Nullable Over over() {
        return over;
    }

    private void run() {
        try {
            while (!stopped || !queue.isEmpty()) {
                Said first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Said> together = new ArrayList<>(List.of(first));
                    queue.drainTo(together, MOST_AT_ONCE - 1);
                    say(together);
                }
            }
        } catch (InterruptedException e) {
            over = producer.over(e);
        } catch (FencedProducer.Over e) {
            over = e;
        }
        failRest();
    }

    private void failRest() {
        FencedProducer.Over why = over;
        for (Said each = queue.poll(); each != null && why != null; each = queue.poll()) {
            each.failed(why);
        }
    }

    private void say(List<Said> together) {
        List<Said> left = together;
        while (!left.isEmpty()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try {
                producer.begin();
                for (Said each : left) {
                    sent.add(producer.send(each.record()));
                }
                producer.commit();
                left.forEach(each -> each.committed().complete(null));
                return;
            } catch (KafkaException e) {
                left = withoutTooLarge(left, sent, e);
            }
        }
    }

    /** Those that can be said without what no retry will make smaller. */
    private List<Said> withoutTooLarge(List<Said> tried, List<Future<RecordMetadata>> sent, KafkaException failure) {
        List<Said> left = new ArrayList<>();
        for (int i = 0; i < tried.size(); i++) {
            if (i < sent.size() && tooLarge(sent.get(i))) {
                tried.get(i).failed(sent.get(i).exceptionNow());
            } else {
                left.add(tried.get(i));
            }
        }
        try {
            if (left.size() < tried.size()) {
                producer.abort();
                return left;
            }
        } catch (KafkaException e) {
            failure.addSuppressed(e);
        }
        FencedProducer.Over why = producer.over(failure);
        left.forEach(each -> each.failed(why));
        throw why;
    }

    private static boolean tooLarge(Future<RecordMetadata> sent) {
        return sent.state() == Future.State.FAILED && sent.exceptionNow() instanceof RecordTooLargeException;
    }

    /** Says what waits, if that is soon done. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(2_000);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
