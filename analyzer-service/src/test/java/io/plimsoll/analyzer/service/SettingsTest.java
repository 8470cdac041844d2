package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.policy.Policies;
import io.plimsoll.analyzer.policy.Policy;
import io.plimsoll.model.decision.Action;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configuration as it is given, through the mapping that the service reads it by. */
class SettingsTest {

    private static AnalysisSettings given(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("plimsoll." + keysAndValues[i], keysAndValues[i + 1]);
        }
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AnalyzerKeys.class)
                .withMapping(TopicKeys.class)
                .withSources(new PropertiesConfigSource(properties, "given", 500))
                .build();
        return Settings.of(config.getConfigMapping(AnalyzerKeys.class), config.getConfigMapping(TopicKeys.class));
    }

    private static Policy policy(AnalysisSettings settings, String name) {
        return settings.policies().stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutAnyKeyTheDefaultsHold() {
        assertThat(given().policies()).isEqualTo(Policies.defaults());
    }

    @Test
    void aDefaultIsChangedByItsNameAndOthersJoin() {
        AnalysisSettings settings = given(
                "analyzer.policies.mass-cordon.for", "PT2M",
                "analyzer.policies.blind.enabled", "false",
                "analyzer.policies.own.codes", "N2,N7",
                "analyzer.policies.own.action", "CORDON_NODE",
                "analyzer.policies.own.scope", "NODE",
                "analyzer.policies.own.limit", "2",
                "analyzer.policies.own.limit-percent", "5");

        assertThat(policy(settings, "mass-cordon").heldFor()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.policies()).extracting(Policy::name).doesNotContain("blind");
        assertThat(policy(settings, "own").action()).isEqualTo(Action.CORDON_NODE);
        assertThat(policy(settings, "own").limit()).isEqualTo(new Policy.Limit(2, Duration.ofMinutes(10), 5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            analyzer.policies.own.codes=Z9 analyzer.policies.own.action=PAUSE_MAINTENANCE | Z9
            analyzer.policies.own.codes=A1                                                | plimsoll.analyzer.policies.own.action is needed
            analyzer.policies.own.action=PAUSE_MAINTENANCE                                | 'when' names no alert
            analyzer.policies.blind.expires-after=PT0S                                    | 'expires-after' must be above 0
            analyzer.policies.blind.for=-PT1M                                             | 'for' and 'cooldown' can't be negative
            analyzer.policies.blind.quiet-for=-PT1M                                       | 'quiet-for' can't be negative
            analyzer.policies.node-failing.limit=0                                        | 'limit' needs at least 1
            analyzer.policies.node-failing.limit-percent=101                              | 1 to 100 percent
            analyzer.policies.node-failing.limit-window=PT0S                              | 'limit-window' must be above 0
            analyzer.policies.node-failing.scope=CLUSTER                                  | CORDON_NODE needs the scope node
            analyzer.rules.C1.percent=much                                                | expected a number
            analyzer.rules.C1.percents=5                                                  | the rule has no such threshold; it has percent
            analyzer.rules.Q7.percent=5                                                   | there is no rule of that code
            analyzer.disabled=Q7                                                          | there is no rule Q7
            analyzer.guarantee=twice                                                      | expected at_least_once or exactly_once_v2
            """)
    void impossibleValuesAreRefusedInOneLine(String keys, String message) {
        String[] given = keys.trim().split("[= ]");

        assertThatThrownBy(() -> given(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.trim())
                .message()
                .doesNotContain(System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({
        "analyzer.policies.blind.expire-after, PT1H, expire-after",
        "analyzer.policy.blind.for, PT1H, policy.blind.for",
        "analyzer.policies.blind.severity, LOUD, severity"
    })
    void unknownKeysAndWordsAreRefusedByName(String key, String value, String named) {
        assertThatThrownBy(() -> given(key, value))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(named);
    }
}
