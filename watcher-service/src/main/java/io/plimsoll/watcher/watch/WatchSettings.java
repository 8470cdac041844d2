package io.plimsoll.watcher.watch;

import java.time.Duration;

/**
 * How resources are followed. All durations are machine time.
 *
 * @param pageSize items a page of a list
 * @param watchTimeout after which a watch is asked to close; short, so that silence means something
 * @param silence after which a watch without a word is cut: the timeout and a little more
 * @param gapAfter how long not watching until it is told as a gap
 * @param retryDegraded when a resource that is absent or forbidden is tried again
 * @param firstBackoff the first wait after a failure; it doubles
 * @param longestBackoff the longest wait
 * @param streamedLists whether servers are asked to stream lists rather than to page them
 */
public record WatchSettings(
        int pageSize,
        Duration watchTimeout,
        Duration silence,
        Duration gapAfter,
        Duration retryDegraded,
        Duration firstBackoff,
        Duration longestBackoff,
        boolean streamedLists) {

    public static final WatchSettings DEFAULT = new WatchSettings(
            500,
            Duration.ofSeconds(10),
            Duration.ofSeconds(13),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(15),
            false);

    public WatchSettings streamingLists() {
        return new WatchSettings(
                pageSize, watchTimeout, silence, gapAfter, retryDegraded, firstBackoff, longestBackoff, true);
    }
}
