package io.plimsoll.watcher.watch;

import io.plimsoll.watcher.project.LogRecord;

/** Where records go, in the order they are put. */
@FunctionalInterface
public interface FactLog {

    /** Appends a record; waits while there is no room. */
    void put(LogRecord record) throws InterruptedException;
}
