package io.plimsoll.benchmarks.analyzer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/**
 * A topology that runs, with the analyzer's settings and one thread.
 *
 * <p>Progress is what Streams itself counts, so that neither side pays for being measured.
 */
final class StreamsRun implements AutoCloseable {

    private static final long POLL_NANOS = 1_000_000;

    private final KafkaStreams streams;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private @Nullable Metric processed;

    private StreamsRun(KafkaStreams streams) {
        this.streams = streams;
    }

    static StreamsRun start(Topology topology, String bootstrap, String application, Path state, String guarantee) {
        var run = new StreamsRun(new KafkaStreams(topology, properties(bootstrap, application, state, guarantee)));
        run.streams.setUncaughtExceptionHandler(failed -> {
            run.failure.set(failed);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        run.streams.start();
        return run;
    }

    /** As {@code analyzer-service} has them in its configuration. */
    private static Properties properties(String bootstrap, String application, Path state, String guarantee) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, guarantee.equals(StreamsConfig.AT_LEAST_ONCE) ? 5_000 : 1_000);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        properties.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 2_000);
        // Streams' members don't leave when closed, and a successor of the same name would wait until they are missed.
        properties.put(StreamsConfig.consumerPrefix("internal.leave.group.on.close"), true);
        properties.put(StreamsConfig.consumerPrefix("fetch.max.wait.ms"), 100);
        properties.put(StreamsConfig.producerPrefix("linger.ms"), 0);
        properties.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        properties.put(StreamsConfig.producerPrefix("batch.size"), 131_072);
        properties.put(StreamsConfig.producerPrefix("max.request.size"), 4_194_304);
        return properties;
    }

    /**
     * Records a second, from the first seen processed to the last.
     *
     * @param records how many there are
     */
    double awaitAll(long records, Duration deadline) throws TimeoutException {
        long until = System.nanoTime() + deadline.toNanos();
        long before = await(1, until);
        long begun = System.nanoTime();
        await(records, until);
        return (records - before) / ((System.nanoTime() - begun) / 1e9);
    }

    /** Waits until so many are processed; returns how many it then were. */
    long await(long records, Duration deadline) throws TimeoutException {
        return await(records, System.nanoTime() + deadline.toNanos());
    }

    private long await(long records, long until) throws TimeoutException {
        long count = count();
        while (count < records) {
            Throwable failed = failure.get();
            if (failed != null) {
                throw new IllegalStateException("the topology failed: " + failed, failed);
            }
            if (System.nanoTime() > until) {
                throw new TimeoutException("only " + count + " of " + records + " records were processed in time");
            }
            LockSupport.parkNanos(POLL_NANOS);
            count = count();
        }
        return count;
    }

    private long count() {
        if (processed == null) {
            processed = streams.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("process-total")
                            && metric.metricName().group().equals("stream-thread-metrics"))
                    .findFirst()
                    .orElse(null);
        }
        return processed == null ? 0 : ((Double) processed.metricValue()).longValue();
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(60));
    }
}
