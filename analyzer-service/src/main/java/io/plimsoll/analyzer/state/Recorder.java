package io.plimsoll.analyzer.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of what happened, by key (a node's name, a group, a container's incarnation).
 *
 * <p>Stateless: what is remembered lies in the {@link Ledger} and is written to disk as it changes. A redelivered fact
 * never reaches a recorder.
 *
 * @param <H> what is remembered of one key: an immutable record, but where each minute brings one of every pod
 */
public interface Recorder<H> {

    /** Stable: part of the store's keys. */
    String name();

    Class<H> type();

    /** Whether it notes anything of the usage of pods: by far the most facts, shown to nobody else. */
    default boolean readsPodUsage() {
        return false;
    }

    /** Notes what of the change must be remembered; called after the state has taken the change in. */
    void record(Change change, ClusterState state, Ledger<H> ledger);

    /**
     * What is still worth keeping, or null to forget the key. Called now and then, at no particular time: it may never
     * change what a detector says.
     *
     * @param key of a pod: {@code namespace/name}
     */
    @Nullable
    H pruned(String key, H history, ClusterState state);

    /**
     * Whether its keys are pods, given as namespace and name: then the ledger holds the pods' own texts and none of both.
     * Where it isn't so, a key is one text.
     */
    default boolean byPod() {
        return false;
    }

    /** How many kinds of things {@link #count} tells apart. */
    default int kinds() {
        return 0;
    }

    /** Adds {@code by} to the count of every kind for each thing of it in the history: so sums are known at any time. */
    default void count(H history, int by, int[] counts) {}

    /** JSON, unless the history is large enough to deserve better. */
    default byte[] encode(H history) {
        try {
            return Json.mapper().writeValueAsBytes(history);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("history " + name() + " can't be written", e);
        }
    }

    default H decode(byte[] bytes) {
        try {
            return Json.mapper().readValue(bytes, type());
        } catch (IOException e) {
            throw new UncheckedIOException("history " + name() + " can't be read", e);
        }
    }
}
