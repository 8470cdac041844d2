package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.Fact;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written to the log.
 *
 * @param kind of the object
 * @param fact null for a tombstone
 * @param content what the fact says, where that was asked already
 * @param ended of a tombstone, what is gone
 */
public record LogRecord(
        String key,
        String kind,
        @Nullable Fact fact,
        @Nullable Content content,
        @Nullable Fact ended) {

    public LogRecord(String key, String kind, @Nullable Fact fact) {
        this(key, kind, fact, null, null);
    }

    static LogRecord of(Fact fact, @Nullable Content content) {
        return new LogRecord(fact.key(), fact.kind(), fact, content, null);
    }

    /** The null record after which nothing is left of an object. */
    public static LogRecord tombstone(Fact deleted) {
        return new LogRecord(deleted.key(), deleted.kind(), null, null, deleted);
    }
}
