package io.plimsoll.analyzer.stream;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A persistent store with changelog that is written to just before each commit.
 *
 * <p>Kafka Streams asks its own caching stores to write back before it commits offsets; there is no public hook for that
 * (4.1), so this store takes part as one of them. That is all that is used of Streams' internals, and
 * {@code AnalysisTopologyTest} fails if it changes.
 */
final class WriteBehindStore implements StateStore, CachedStateStore<String, byte[]> {

    private final KeyValueStore<String, byte[]> inner;
    private Runnable beforeCommit = () -> {};

    private WriteBehindStore(KeyValueStore<String, byte[]> inner) {
        this.inner = inner;
    }

    /** What is to be written, is to be put by this, whenever Streams is about to commit. */
    void beforeCommit(Runnable write) {
        this.beforeCommit = write;
    }

    KeyValueStore<String, byte[]> entries() {
        return inner;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {}

    @Override
    public boolean setFlushListener(@Nullable CacheFlushListener<String, byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        inner.init(context, this);
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public boolean persistent() {
        return inner.persistent();
    }

    @Override
    public boolean isOpen() {
        return inner.isOpen();
    }

    /** Makes the store: on disk, with a compacted, compressed changelog. */
    static final class Builder implements StoreBuilder<WriteBehindStore> {

        private final StoreBuilder<KeyValueStore<String, byte[]>> inner;

        Builder(String name, Keeping keeping) {
            KeyValueBytesStoreSupplier supplier = keeping == Keeping.ON_DISK
                    ? Stores.persistentKeyValueStore(name)
                    : Stores.inMemoryKeyValueStore(name);
            StoreBuilder<KeyValueStore<String, byte[]>> builder = Stores.keyValueStoreBuilder(
                            supplier, Serdes.String(), Serdes.ByteArray())
                    .withCachingDisabled();
            this.inner = keeping == Keeping.NOT ? builder.withLoggingDisabled() : builder.withLoggingEnabled(Map.of());
        }

        @Override
        public StoreBuilder<WriteBehindStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<WriteBehindStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<WriteBehindStore> withLoggingEnabled(Map<String, String> config) {
            inner.withLoggingEnabled(config);
            return this;
        }

        @Override
        public StoreBuilder<WriteBehindStore> withLoggingDisabled() {
            inner.withLoggingDisabled();
            return this;
        }

        @Override
        public WriteBehindStore build() {
            return new WriteBehindStore(inner.build());
        }

        @Override
        public Map<String, String> logConfig() {
            return inner.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return inner.loggingEnabled();
        }

        @Override
        public String name() {
            return inner.name();
        }
    }
}
