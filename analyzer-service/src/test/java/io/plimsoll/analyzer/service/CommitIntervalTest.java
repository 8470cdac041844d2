package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the shipped configuration tells Streams. */
class CommitIntervalTest {

    private static String interval(Map<String, String> given) throws IOException {
        var shipped = new PropertiesConfigSource(CommitIntervalTest.class.getResource("/application.properties"));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(shipped, new PropertiesConfigSource(given, "given", 300))
                .build()
                .getValue("kafka-streams.commit.interval.ms", String.class);
    }

    @Test
    void alertsThatWaitForItWaitLess() throws IOException {
        assertThat(interval(Map.of())).isEqualTo("5000");
        assertThat(interval(Map.of("plimsoll.analyzer.guarantee", "at_least_once")))
                .isEqualTo("5000");
        assertThat(interval(Map.of("plimsoll.analyzer.guarantee", "exactly_once_v2")))
                .isEqualTo("1000");
    }

    @Test
    void whatIsGivenHoldsForEither() throws IOException {
        assertThat(interval(Map.of("plimsoll.analyzer.commit-interval-ms", "200")))
                .isEqualTo("200");
        assertThat(interval(Map.of(
                        "plimsoll.analyzer.commit-interval-ms", "200",
                        "plimsoll.analyzer.guarantee", "exactly_once_v2")))
                .isEqualTo("200");
    }

    @Test
    void anUnknownGuaranteeIsLeftToWhoSaysWhatIsWrongWithIt() throws IOException {
        assertThat(interval(Map.of("plimsoll.analyzer.guarantee", "thrice"))).isEqualTo("1000");
    }
}
