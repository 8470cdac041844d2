package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class StreamsAsKafkaTest {

    private static SmallRyeConfig read(ConfigSource source) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(source)
                .build();
    }

    private static SmallRyeConfig read(Map<String, String> properties) {
        return read(new PropertiesConfigSource(properties, "given", 100));
    }

    private static List<String> namesOf(SmallRyeConfig config) {
        List<String> names = new ArrayList<>();
        config.getPropertyNames().forEach(names::add);
        return names;
    }

    /** Not a list of ours: Kerberos' principal and the way to a token are told as well as a password. */
    @Test
    void everyKeyByWhichAKafkaClientFindsItsWayReachesStreams() {
        List<String> keys = AdminClientConfig.configNames().stream()
                .filter(key -> key.matches("(security|sasl|ssl)\\..*"))
                .toList();

        assertThat(keys).contains("security.protocol", "sasl.kerberos.service.name", "ssl.enabled.protocols");
        for (String key : keys) {
            SmallRyeConfig config = read(Map.of("kafka." + key, "x"));
            assertThat(config.getValue("kafka-streams." + key, String.class)).isEqualTo("x");
            assertThat(namesOf(config)).contains("kafka-streams." + key);
        }
    }

    @Test
    void variablesReachStreamsToo() {
        SmallRyeConfig config =
                read(new EnvConfigSource(Map.of("KAFKA_SASL_KERBEROS_SERVICE_NAME", "kafka", "KAFKA_TOPIC", "t"), 300));

        assertThat(namesOf(config)).contains("kafka-streams.sasl.kerberos.service.name");
        assertThat(config.getValue("kafka-streams.sasl.kerberos.service.name", String.class))
                .isEqualTo("kafka");
    }

    @Test
    void whatStreamsIsToldItselfHoldsAndNothingElseIsHandedOn() {
        SmallRyeConfig config = read(Map.of(
                "kafka.sasl.mechanism", "PLAIN",
                "kafka-streams.sasl.mechanism", "SCRAM-SHA-512",
                "kafka.client.rack", "a",
                "kafka.group.id", "g"));

        assertThat(config.getValue("kafka-streams.sasl.mechanism", String.class))
                .isEqualTo("SCRAM-SHA-512");
        assertThat(namesOf(config)).doesNotContain("kafka-streams.client.rack", "kafka-streams.group.id");
    }
}
