package io.plimsoll.benchmarks.watcher;

/** What is measured, in a process of its own. */
interface Side extends AutoCloseable {

    /** Begins, and returns once it has all there is. */
    void sync() throws Exception;

    /** Calls {@code done} once it has dealt with so many more changes of pods. */
    void onChanges(long count, Runnable done);

    @Override
    void close();
}
