package io.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {

    @ParameterizedTest
    @CsvSource({
        "FACTS, cleanup.policy, compact, true",
        "FACTS, cleanup.policy, delete, false",
        "MAINTENANCE_JOURNAL, cleanup.policy, 'compact,delete', false",
        "FACTS, min.compaction.lag.ms, 86400000, true",
        "FACTS, min.compaction.lag.ms, 86399999, false",
        "MAINTENANCE_JOURNAL, min.compaction.lag.ms, 0, false",
        "AUDIT, retention.ms, 7776000000, true",
        "AUDIT, retention.ms, 7776000001, true",
        "AUDIT, retention.ms, -1, true",
        "AUDIT, retention.ms, 7775999999, false",
        "AUDIT, retention.ms, 99999999999999999999, false",
        "AUDIT, retention.ms, -2, false",
        "ALERTS, compression.type, producer, false",
        "ALERTS, segment.bytes, 1, true"
    })
    void settingDoesWhereItIsWhatIsAskedOrKeepsForLonger(Topic topic, String setting, String value, boolean does) {
        assertThat(topic.accepts(setting, value)).isEqualTo(does);
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void everyTopicAcceptsItsOwnSettings(Topic topic) {
        assertThat(topic.settings()).allSatisfy((setting, value) -> assertThat(topic.accepts(setting, value))
                .isTrue());
    }

    @Test
    void onlyFactsMustTakeLargeRecords() {
        assertThat(Topic.FACTS.largestRecord()).isEqualTo(1_000_000);
        assertThat(Topic.AUDIT.largestRecord()).isZero();
    }
}
