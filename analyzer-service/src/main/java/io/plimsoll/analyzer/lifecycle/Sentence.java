package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.analyzer.detect.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a record says in one line, true at its own time: a finding's words are those of when it was last found, so that one
 * which isn't found any more, or can't be looked at, says so first.
 */
final class Sentence {

    private Sentence() {}

    static String of(Life.Firing life) {
        Instant gone = life.clearSince();
        return gone == null
                ? life.finding().summary()
                : "gone since " + at(gone) + ", over once that has lasted "
                        + Words.of(life.finding().keepFor()) + "; it was: "
                        + life.finding().summary();
    }

    static String of(Life.Stale life) {
        return "not known since " + at(life.staleSince()) + ", for what it rests on is not seen any more; last known: "
                + life.finding().summary();
    }

    static String of(Life.Resolved life) {
        Duration lasted = Duration.between(life.episode().startedAt(), life.resolvedAt());
        return "over at " + at(life.resolvedAt()) + " after " + Words.of(lasted) + ", " + how(life) + "; it was: "
                + life.finding().summary();
    }

    private static String how(Life.Resolved life) {
        Duration keepFor = life.finding().keepFor();
        return switch (life.reason()) {
            case Lifecycle.OBJECT_DELETED -> "what it was found at was deleted";
            case Lifecycle.RESTARTED -> "its containers were started anew";
            case Lifecycle.CLEARED ->
                keepFor.isZero() ? "the condition is gone" : "the condition has been gone for " + Words.of(keepFor);
            default -> life.reason();
        };
    }

    private static String at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
