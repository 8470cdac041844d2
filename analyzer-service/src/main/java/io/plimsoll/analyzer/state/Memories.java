package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.PodUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The recorders of one cluster and what each has noted. */
final class Memories {

    private static final String HISTORY = "h|";
    private static final int SWEPT_AT_ONCE = 200;

    private final Map<String, Memory<?>> byName = new HashMap<>();
    /** In order of name. */
    private final List<Memory<?>> all = new ArrayList<>();

    private final List<Memory<?>> readingUsage = new ArrayList<>();

    /** Recorders of one name are the same recorder. */
    Memories(Collection<Recorder<?>> recorders) {
        for (Recorder<?> recorder : recorders) {
            byName.computeIfAbsent(recorder.name(), _ -> Memory.of(recorder));
        }
        byName.values().stream()
                .sorted(Comparator.comparing(memory -> memory.recorder().name()))
                .forEach(all::add);
        all.stream().filter(memory -> memory.recorder().readsPodUsage()).forEach(readingUsage::add);
    }

    /** A recorder and what it has noted. */
    private record Memory<H>(Recorder<H> recorder, Ledger<H> ledger) {

        static <H> Memory<H> of(Recorder<H> recorder) {
            return new Memory<>(recorder, new Ledger<>(recorder));
        }

        void record(Change change, ClusterState state) {
            recorder.record(change, state, ledger);
        }

        void sweep(ClusterState state) {
            ledger.sweep(SWEPT_AT_ONCE, (key, history) -> recorder.pruned(key, history, state));
        }

        void takeChanged(BiConsumer<String, byte @Nullable []> entries) {
            ledger.takeChanged((key, history) -> entries.accept(
                    HISTORY + recorder.name() + "|" + key, history == null ? null : recorder.encode(history)));
        }

        void restore(String key, byte[] value) {
            ledger.restore(key, recorder.decode(value));
        }
    }

    boolean has(Recorder<?> recorder) {
        return byName.containsKey(recorder.name());
    }

    @SuppressWarnings("unchecked")
    <H> Ledger<H> ledger(Recorder<H> recorder) {
        Memory<?> memory = byName.get(recorder.name());
        if (memory == null) {
            throw new IllegalStateException("no detector names the recorder " + recorder.name());
        }
        return (Ledger<H>) memory.ledger();
    }

    /** Shows a change to those who may note it. */
    void record(Change change, ClusterState state) {
        List<Memory<?>> noting = change.fact().body() instanceof PodUsage ? readingUsage : all;
        for (Memory<?> memory : noting) {
            memory.record(change, state);
        }
    }

    /** Shortens them, a few entries at a time. */
    void sweep(ClusterState state) {
        all.forEach(memory -> memory.sweep(state));
    }

    /** Hands out what has changed since it was last asked, by key; null for what is forgotten. */
    void takeChanged(BiConsumer<String, byte @Nullable []> entries) {
        all.forEach(memory -> memory.takeChanged(entries));
    }

    /** Takes back an entry; false where it isn't of a recorder that is here. */
    boolean restore(String key, byte[] value) {
        int end = key.startsWith(HISTORY) ? key.indexOf('|', HISTORY.length()) : -1;
        Memory<?> memory = end < 0 ? null : byName.get(key.substring(HISTORY.length(), end));
        if (memory != null) {
            memory.restore(key.substring(end + 1), value);
        }
        return memory != null;
    }
}
