package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.Fact;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written to the log.
 *
 * @param kind of the object
 * @param fact null for a tombstone
 */
public record LogRecord(String key, String kind, @Nullable Fact fact) {

    static LogRecord of(Fact fact) {
        return new LogRecord(fact.key(), fact.kind(), fact);
    }
}
