package io.plimsoll.actuator.messaging;

import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
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
 * <p>Every partition is assigned to this reader, without a group's ceremony: only the leader reads, so there is nobody to share
 * with, nothing to rebalance, and a restart goes on at once where the last commit stands.
 */
public final class Inbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Inbox.class.getName());
    private static final Duration PARTITION_CHECK = Duration.ofSeconds(15);

    private final KafkaSettings settings;
    private final Topic topic;
    private final Function<ConsumerRecord<byte[], byte[]>, CompletableFuture<Void>> taken;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile @Nullable String problem;

    /**
     * Starts reading.
     *
     * @param taken is done once the record is journalled
     */
    public Inbox(
            KafkaSettings settings,
            Topic topic,
            Function<ConsumerRecord<byte[], byte[]>, CompletableFuture<Void>> taken) {
        this.settings = settings;
        this.topic = topic;
        this.taken = taken;
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
            } catch (ExecutionException | RuntimeException e) {
                problem = settings.name(topic) + " can't be read: " + e.getMessage();
                LOG.log(System.Logger.Level.WARNING, "reading broke off, begins anew: " + problem);
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
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
                problem = null;
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
                records.forEach(record -> pending.add(taken.apply(record)));
                if (journalled(CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new)))) {
                    reader.commitSync();
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
