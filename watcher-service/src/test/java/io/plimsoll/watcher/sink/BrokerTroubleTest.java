package io.plimsoll.watcher.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class BrokerTroubleTest {

    @Test
    void whatMayNotBeDoneIsToldWithTheRightsThatAreMissing() {
        String trouble =
                BrokerTrouble.of(new TopicAuthorizationException(Set.of("plimsoll.facts")), "plimsoll.facts", "k:9092");

        assertThat(trouble)
                .contains("plimsoll.facts")
                .contains("allow the watcher's user READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS")
                .doesNotContain("no answer");
    }

    @Test
    void credentialsThatAreNotTakenAreToldAsSuch() {
        String trouble =
                BrokerTrouble.of(new SaslAuthenticationException("Authentication failed"), "plimsoll.facts", "k:9092");

        assertThat(trouble).contains("k:9092").contains("credentials").contains("Authentication failed");
    }

    @Test
    void silenceIsToldWithWhereItIs() {
        assertThat(BrokerTrouble.of(new TimeoutException(), "plimsoll.facts", "k:9092"))
                .isEqualTo("the broker at k:9092 gives no answer (TimeoutException); see whether it runs and can be"
                        + " reached");
    }
}
