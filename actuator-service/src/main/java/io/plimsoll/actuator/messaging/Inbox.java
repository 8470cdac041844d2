package io.plimsoll.actuator.messaging;

import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one topic, hands each record over, and commits once all of a batch are journalled. The work itself takes as long as it
 * takes: polling never waits for it.
 *
 * <p>Where reading breaks it begins anew at the last commit, after 1 s, 2 s, 4 s and so on up to 30 s of machine time, and says
 * why until a batch is through. A record on which it has broken {@value #TRIES} times is given up, and the others are handled.
 *
 * <p>Every partition is assigned to this reader, without a group's ceremony: only the leader reads, so there is nobody to share
 * with, nothing to rebalance, and a restart goes on at once where the last commit stands.
 */
public final class Inbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Inbox.class.getName());
    private static final Duration PARTITION_CHECK = Duration.ofSeconds(15);
    private static final int TRIES = 3;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final KafkaSettings settings;
    private final Topic topic;
    private final Hand hand;
    private final Thread thread;
    private @Nullable Suspect suspect;
    private int breaksInARow;
    private volatile boolean stopped;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile @Nullable String problem;

    /** To whom records are handed. */
    public interface Hand {

        /** Takes a record; done once it is journalled. */
        CompletableFuture<Void> take(ConsumerRecord<byte[], byte[]> record);

        /** Whether it is still their turn, so that what they have taken need not be read again. */
        boolean holds();

        /** Is told of a record that is given up, and what broke on it. */
        void giveUp(ConsumerRecord<byte[], byte[]> record, Throwable why);
    }

    /** A record on which reading has broken. */
    private record Suspect(int partition, long offset, int times) {
        boolean is(ConsumerRecord<byte[], byte[]> record) {
            return record.partition() == partition && record.offset() == offset;
        }
    }

    /** Starts reading. */
    public Inbox(KafkaSettings settings, Topic topic, Hand hand) {
        this.settings = settings;
        this.topic = topic;
        this.hand = hand;
        this.thread = Thread.ofPlatform().daemon().name("inbox-" + topic).start(this::run);
    }

    public @Nullable String problem() {
        return problem;
    }

    private void run() {
        while (!stopped) {
            try {
                read();
            } catch (WakeupException e) {
                return;
            } catch (InterruptedException e) {
                return;
            } catch (ExecutionException | RuntimeException | Error e) {
                problem = settings.name(topic) + " can't be read: " + (e.getMessage() == null ? e : e.getMessage());
                LOG.log(System.Logger.Level.WARNING, "reading broke off, begins anew: " + problem, e);
                try {
                    Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, 1_000L << Math.min(5, breaksInARow++)));
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private CompletableFuture<Void> handed(ConsumerRecord<byte[], byte[]> record) {
        try {
            return hand.take(record);
        } catch (RuntimeException | Error e) {
            Suspect before = suspect;
            int times = before != null && before.is(record) ? before.times() + 1 : 1;
            suspect = new Suspect(record.partition(), record.offset(), times);
            String where = "the record at partition " + record.partition() + ", offset " + record.offset();
            if (times < TRIES) {
                throw new IllegalStateException(where + " can't be taken in: " + e, e);
            }
            LOG.log(System.Logger.Level.ERROR, where + " of " + record.topic() + " is given up", e);
            hand.giveUp(record, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void read() throws InterruptedException, ExecutionException {
        Map<String, Object> properties = settings.consumer();
        properties.put("group.id", settings.prefix() + "-actuator-" + settings.cluster());
        properties.put("enable.auto.commit", false);
        properties.put("max.poll.records", 500);
        properties.put("client.id", "actuator-" + topic.under(settings.prefix()));
        try (var reader = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer = reader;
            int partitions = assign(reader);
            long checked = System.nanoTime();
            while (!stopped) {
                var records = reader.poll(Duration.ofMillis(500));
                if (suspect == null) {
                    problem = null; // else not before that one is through
                }
                if (System.nanoTime() - checked > PARTITION_CHECK.toNanos()) {
                    checked = System.nanoTime();
                    if (reader.partitionsFor(settings.name(topic)).size() != partitions) {
                        return; // begins anew, with the new ones
                    }
                }
                if (records.isEmpty()) {
                    continue;
                }
                var pending = new java.util.ArrayList<CompletableFuture<Void>>();
                records.forEach(record -> pending.add(handed(record)));
                if (journalled(CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))) && hand.holds()) {
                    reader.commitSync();
                    suspect = null;
                    problem = null;
                    breaksInARow = 0;
                }
            }
        } finally {
            consumer = null;
        }
    }

    /** Waits for the journal; false when the term ends first. */
    private boolean journalled(CompletableFuture<Void> all) throws InterruptedException, ExecutionException {
        while (!stopped) {
            try {
                all.get(200, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                // the journal takes its time; nobody else waits for this partition
            }
        }
        return false;
    }

    private int assign(KafkaConsumer<byte[], byte[]> reader) {
        List<TopicPartition> partitions = reader.partitionsFor(settings.name(topic)).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        reader.assign(partitions);
        return partitions.size();
    }

    /** Stops without committing what isn't journalled yet. */
    @Override
    public void close() {
        stopped = true;
        KafkaConsumer<byte[], byte[]> reader = consumer;
        if (reader != null) {
            reader.wakeup();
        } else {
            thread.interrupt();
        }
    }
}
