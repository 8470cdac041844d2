package io.plimsoll.analyzer.stream;

import io.plimsoll.wire.Topic;

/** The names of the topics that the analysis reads and writes. */
public record AnalysisTopics(
        String facts, String alerts, String history, String decisions, String recommendations, String deadLetters) {

    public static AnalysisTopics under(String prefix) {
        return new AnalysisTopics(
                Topic.FACTS.under(prefix),
                Topic.ALERTS.under(prefix),
                Topic.ALERTS_HISTORY.under(prefix),
                Topic.DECISIONS.under(prefix),
                Topic.RECOMMENDATIONS.under(prefix),
                Topic.DEAD_LETTERS.under(prefix));
    }
}
