package io.plimsoll.watcher.sink;

import io.plimsoll.watcher.project.LogRecord;

/** Learns what the broker has taken. Called from the producer's own thread: it must not block. */
@FunctionalInterface
public interface SinkListener {

    void written(LogRecord record);
}
