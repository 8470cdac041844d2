package io.plimsoll.wire.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerKeysTest {

    @Test
    void valueThatAClientWouldRefuseIsALineWithItsKey() {
        assertThat(BrokerKeys.faults(Map.of("kafka.security.protocol", "SASL", "KAFKA_REQUEST_TIMEOUT_MS", "soon")))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("kafka.request.timeout.ms is \"soon\", expected ")
                                .contains("number"),
                        second -> assertThat(second)
                                .startsWith("kafka.security.protocol is \"SASL\", expected ")
                                .contains("SASL_SSL"));
    }

    @Test
    void whatAClientTakesIsNoFaultNorIsWhatItDoesNotKnow() {
        assertThat(BrokerKeys.faults(Map.of(
                        "kafka.bootstrap.servers", "kafka:9092",
                        "kafka.security.protocol", "SASL_SSL",
                        "kafka.sasl.mechanism", "SCRAM-SHA-512",
                        "kafka.sasl.jaas.config", "x required;",
                        "kafka.group.id", "g",
                        "plimsoll.security.protocol", "SASL")))
                .isEmpty();
    }
}
