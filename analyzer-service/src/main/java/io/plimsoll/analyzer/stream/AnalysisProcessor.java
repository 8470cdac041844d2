package io.plimsoll.analyzer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.detect.memory.PodMemory;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.lifecycle.Lifecycle;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.read.FactReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The shell around the analyses of a partition's clusters: load, fold, ask, forward. */
final class AnalysisProcessor implements Processor<byte[], byte[], String, byte[]> {

    private static final long COMMIT_AT_BYTES = 16L * 1024 * 1024;

    private final AnalysisSettings settings;
    private final Keeping keeping;
    private final Observer observer;
    private final FactReader facts = new FactReader();
    private final Map<String, ClusterAnalysis> analyses = new HashMap<>();
    private Instant newest = Instant.EPOCH;
    private long done = -1;
    private long marked = -1;
    private boolean loaded;
    private boolean dirty;

    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable Book book;
    private @Nullable Outbox outbox;

    AnalysisProcessor(AnalysisSettings settings, Keeping keeping, Observer observer) {
        this.settings = settings;
        this.keeping = keeping;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        WriteBehindStore store = context.getStateStore(AnalysisTopology.STORE);
        store.beforeCommit(this::write);
        this.context = context;
        this.book = new Book(store.entries());
        this.outbox = new Outbox(context, observer);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        load(metadata);
        String type = CloudEvents.text(record.headers(), CloudEvents.TYPE_HEADER);
        Instant time = Instant.ofEpochMilli(record.timestamp());
        switch (facts.read(record.value(), type)) {
            case Decoded.Good<Fact>(Fact fact) -> fold(fact, record, metadata);
            case Decoded.Tombstone<Fact> _ -> {
                Fact gone = tombstone(record.key(), time);
                if (gone != null) {
                    fold(gone, record, metadata);
                }
            }
            case Decoded.Bad<Fact>(String code, String message) -> reject(code, message, record, metadata);
        }
        done = Math.max(done, metadata.offset());
        dirty = true;
        if (book().waitingBytes() > COMMIT_AT_BYTES) {
            context().commit();
        }
    }

    private void fold(Fact fact, Record<byte[], byte[]> record, RecordMetadata metadata) {
        if (metadata.offset() <= marked) {
            if (!fact.observedAt().isAfter(newest)) {
                return; // delivered again after a crash: the store has it, and what came of it has been said
            }
            startAnew(metadata);
        }
        newest = fact.observedAt().isAfter(newest) ? fact.observedAt() : newest;
        outbox().taken(fact, record.headers());
        try {
            List<Outcome> outcomes = analysis(fact.cluster()).accept(fact, position(metadata));
            if (keeping != Keeping.NOT) {
                keep(fact, record.value(), metadata.offset());
            }
            outbox().send(
                            fact.cluster(),
                            outcomes,
                            analysis(fact.cluster()).state().now(),
                            record);
            observer.factTaken(fact.kind());
            if (fact.body() instanceof Tick) {
                observer.memoryJudged(
                        fact.cluster(),
                        PodMemory.judged(analysis(fact.cluster()).state()));
            }
        } catch (KafkaException e) {
            throw e; // the broker's trouble, not the record's
        } catch (RuntimeException e) {
            reject("UNPROCESSABLE", String.valueOf(e), record, metadata);
        }
    }

    private void startAnew(RecordMetadata metadata) {
        observer.logRestarted(metadata.partition(), metadata.offset());
        close();
        analyses.clear();
        book().clear();
        marked = -1;
        done = -1;
    }

    private void keep(Fact fact, byte @Nullable [] value, long offset) {
        if (fact.body() instanceof Deleted || value == null) {
            book().objectGone(fact.key());
            if (fact.kind().equals("Node")) {
                book().objectGone(fact.cluster() + "/NodeMetrics//" + fact.name());
            }
        } else if (lasting(fact)) {
            book().object(fact.key(), offset, value);
        }
    }

    /** Whether the fact is of an object that is, not of something that happened; a pod's usage is kept as a memory. */
    private static boolean lasting(Fact fact) {
        return !(fact.body() instanceof EventState
                || fact.body() instanceof PodUsage
                || fact.body() instanceof Tick
                || fact.body() instanceof Synced
                || fact.body() instanceof WatchGap
                || fact.body() instanceof Relisted);
    }

    /** A null value alone, as where compaction has removed the Deleted before it. */
    private static @Nullable Fact tombstone(byte @Nullable [] key, Instant time) {
        String[] parts = key == null ? new String[0] : new String(key, UTF_8).split("/", 4);
        if (parts.length != 4 || parts[0].isEmpty() || parts[0].indexOf('|') >= 0) {
            return null;
        }
        return new Fact(
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                null,
                null,
                time,
                Origin.RELIST_DIFF,
                0,
                false,
                List.of(),
                new Deleted(null));
    }

    private void reject(String code, String message, Record<byte[], byte[]> record, RecordMetadata metadata) {
        var where = new ConsumerRecord<byte[], byte[]>(
                metadata.topic(), metadata.partition(), metadata.offset(), record.key(), record.value());
        outbox().reject(
                        DeadLetter.of("analyzer", where, code, message, Instant.ofEpochMilli(record.timestamp())),
                        record);
    }

    private static Position position(RecordMetadata metadata) {
        return new Position(metadata.partition(), metadata.offset());
    }

    private ClusterAnalysis analysis(String cluster) {
        return analyses.computeIfAbsent(cluster, name -> new ClusterAnalysis(name, settings));
    }

    /** At the first record, not in {@code init}: only then has Streams restored the store. */
    private void load(RecordMetadata metadata) {
        if (loaded) {
            return;
        }
        loaded = true;
        long start = System.nanoTime();
        Book.Mark mark = book().mark();
        long objects = mark == null ? -1 : readBack(metadata.partition(), mark);
        if (objects < 0 && keeping != Keeping.NOT) {
            objects = rebuild(metadata);
        }
        analyses.values().forEach(this::tellStanding);
        if (!analyses.isEmpty()) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            observer.restored(metadata.partition(), analyses.size(), objects, millis);
        }
    }

    /** From the store; negative where what lies there can't be read. */
    private long readBack(int partition, Book.Mark mark) {
        try {
            long objects = book().read(partition, mark, this::analysis);
            marked = mark.offset();
            done = mark.offset();
            newest = mark.newest();
            boolean unready =
                    analyses.values().stream().map(ClusterAnalysis::restored).reduce(false, Boolean::logicalOr);
            if (unready) {
                book().objects(partition, (fact, position) -> analysis(fact.cluster())
                        .reconsider(fact, position));
            }
            return objects;
        } catch (KafkaException e) {
            throw e; // the store's own trouble
        } catch (RuntimeException e) {
            observer.storeUnreadable(partition, e);
            return -1;
        }
    }

    /**
     * From the log's beginning, where facts were taken before but nothing is left of them: an analysis that knew only
     * half of a cluster would be wrong. What comes of those facts has been said.
     */
    private long rebuild(RecordMetadata metadata) {
        analyses.clear();
        book().clear();
        long[] taken = {0};
        if (metadata.offset() > 0) {
            var partition = new TopicPartition(metadata.topic(), metadata.partition());
            LogFromStart.read(
                    context().appConfigs(), partition, metadata.offset(), record -> taken[0] += takenAgain(record));
            marked = metadata.offset() - 1;
            done = marked;
            dirty = true;
        }
        return taken[0];
    }

    /** One where the record says anything; what can't be taken lies among the dead letters since the first time. */
    private int takenAgain(ConsumerRecord<byte[], byte[]> record) {
        String type = CloudEvents.text(record.headers(), CloudEvents.TYPE_HEADER);
        Fact fact =
                switch (facts.read(record.value(), type)) {
                    case Decoded.Good<Fact>(Fact good) -> good;
                    case Decoded.Tombstone<Fact> _ -> tombstone(record.key(), Instant.ofEpochMilli(record.timestamp()));
                    case Decoded.Bad<Fact> _ -> null;
                };
        if (fact == null) {
            return 0;
        }
        newest = fact.observedAt().isAfter(newest) ? fact.observedAt() : newest;
        try {
            analysis(fact.cluster()).accept(fact, new Position(record.partition(), record.offset()));
            keep(fact, record.value(), record.offset());
            return 1;
        } catch (RuntimeException _) {
            return 0;
        }
    }

    private void tellStanding(ClusterAnalysis analysis) {
        for (Life life : analysis.lives()) {
            Alert alert = Lifecycle.published(life);
            if (alert != null) {
                observer.alertStands(alert, life);
            }
        }
    }

    private void write() {
        if (dirty && done >= 0 && keeping != Keeping.NOT) {
            book().write(done, newest, analyses);
            dirty = false;
        }
    }

    @Override
    public void close() {
        analyses.keySet().forEach(observer::released);
    }

    private ProcessorContext<String, byte[]> context() {
        return java.util.Objects.requireNonNull(context, "init comes first");
    }

    private Book book() {
        return java.util.Objects.requireNonNull(book, "init comes first");
    }

    private Outbox outbox() {
        return java.util.Objects.requireNonNull(outbox, "init comes first");
    }
}
