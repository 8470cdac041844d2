package io.plimsoll.actuator.messaging;

import io.plimsoll.actuator.cluster.Office;
import io.plimsoll.wire.ClusterPartitioner;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Who answers in dry run, where not even a Lease is written: the member of a consumer group that holds the cluster's partition
 * of the journal. Nothing is read through it.
 *
 * <p>A member that stops is replaced after {@link #SESSION}. Two may overlap for a moment when one stalls; in dry run that
 * repeats an answer and touches nothing.
 */
public final class GroupOffice implements Office {

    private static final System.Logger LOG = System.getLogger(GroupOffice.class.getName());
    private static final Duration SESSION = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final Runnable changed;
    private final Thread thread;

    private volatile boolean leads;
    private volatile boolean stopped;
    private volatile boolean silent;
    private volatile @Nullable String problem = "the group has not been joined yet";

    /**
     * Joins.
     *
     * @param changed called when we begin or cease to lead
     */
    public GroupOffice(KafkaSettings settings, Runnable changed) {
        this.settings = settings;
        this.changed = changed;
        this.thread = Thread.ofPlatform().daemon().name("dry-run-office").start(this::run);
    }

    @Override
    public boolean leads() {
        return leads && !stopped;
    }

    /** Nothing is written to the cluster, so nothing has to be told apart. */
    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public @Nullable String problem() {
        return leads() ? null : problem;
    }

    private String group() {
        return settings.prefix() + "-actuator-" + settings.cluster() + "-dry-run";
    }

    private void run() {
        while (!stopped) {
            try {
                hold();
            } catch (WakeupException e) {
                return;
            } catch (RuntimeException e) {
                problem = "consumer group " + group() + " can't be joined: " + e.getMessage();
                LOG.log(System.Logger.Level.WARNING, problem);
                lead(false);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void hold() {
        Map<String, Object> properties = settings.consumer();
        properties.put("group.id", group());
        properties.put("client.id", "actuator-dry-run-office");
        properties.put("enable.auto.commit", false);
        properties.put("session.timeout.ms", (int) SESSION.toMillis());
        properties.put("heartbeat.interval.ms", (int) SESSION.dividedBy(5).toMillis());
        String topic = settings.name(Topic.MAINTENANCE_JOURNAL);
        var member = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            member.subscribe(List.of(topic), new Held());
            while (!stopped) {
                member.poll(Duration.ofMillis(500));
                List<TopicPartition> held = List.copyOf(member.assignment());
                member.pause(held);
                TopicPartition decisive = new TopicPartition(
                        topic,
                        ClusterPartitioner.partition(
                                settings.cluster(), member.partitionsFor(topic).size()));
                lead(held.contains(decisive));
            }
        } finally {
            lead(false);
            if (!silent) {
                member.close();
            }
        }
    }

    private final class Held implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            lead(false);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // the poll that brought them says whether the decisive one is among them
        }
    }

    private void lead(boolean now) {
        if (leads != now) {
            leads = now;
            problem = now ? null : "the dry run is held by another member of consumer group " + group();
            LOG.log(System.Logger.Level.INFO, now ? "leads the dry run" : "leads the dry run no more");
            changed.run();
        } else if (!now) {
            problem = "the dry run is held by another member of consumer group " + group();
        }
    }

    @Override
    public void abandon() {
        silent = true;
        stopped = true;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(3_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
