package io.plimsoll.watcher.watch;

/** Learns what is worth counting. */
@FunctionalInterface
public interface WatchListener {

    WatchListener NONE = (_, _) -> {};

    void relisted(String resource, String reason);
}
