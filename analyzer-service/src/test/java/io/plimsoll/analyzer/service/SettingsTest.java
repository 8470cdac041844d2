package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.policy.Policies;
import io.plimsoll.analyzer.policy.Policy;
import io.plimsoll.model.decision.Action;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
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
        return read(new PropertiesConfigSource(properties, "given", 500));
    }

    private static AnalysisSettings read(ConfigSource source) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AnalyzerKeys.class)
                .withMapping(TopicKeys.class)
                .withSources(source)
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
    void aPolicyKeepsItsCodesWhereOnlyItsSeverityIsSaidAnew() {
        var settings = given("analyzer.policies.mass-cordon.severity", "CRITICAL");

        assertThat(policy(settings, "mass-cordon").when())
                .extracting(trigger -> trigger.codes() + " " + trigger.atLeast())
                .containsExactly("[C1] CRITICAL");
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
            analyzer.policies.own.codes=A1                                                | plimsoll.analyzer.policies.own.action is missing, expected what is decided
            analyzer.policies.own.action=PAUSE_MAINTENANCE                                | plimsoll.analyzer.policies.own.codes is missing, expected those that lead to the decision
            analyzer.policies.blind.expires-after=PT0S                                    | plimsoll.analyzer.policies.blind.expires-after is PT0S, expected above 0
            analyzer.policies.blind.for=-PT1M                                             | plimsoll.analyzer.policies.blind.for is PT-1M, expected 0 or more
            analyzer.policies.blind.quiet-for=-PT1M                                       | plimsoll.analyzer.policies.blind.quiet-for is PT-1M, expected 0 or more
            analyzer.policies.node-failing.limit=0                                        | plimsoll.analyzer.policies.node-failing.limit is 0, expected at least 1
            analyzer.policies.node-failing.limit-percent=101                              | plimsoll.analyzer.policies.node-failing.limit-percent is 101, expected 1 to 100
            analyzer.policies.node-failing.limit-window=PT0S                              | plimsoll.analyzer.policies.node-failing.limit-window is PT0S, expected above 0
            analyzer.policies.own.codes=N4 analyzer.policies.own.action=DRAIN_NODE                 | plimsoll.analyzer.policies.own.scope is CLUSTER, expected NODE, since the action is DRAIN_NODE
            analyzer.policies.own.codes=A3,N4,P1 analyzer.policies.own.action=CORDON_NODE analyzer.policies.own.scope=NODE | plimsoll.analyzer.policies.own.codes is A3,P1, expected codes of alerts about nodes, since the scope is NODE
            analyzer.policies.node-failing.scope=CLUSTER                                  | plimsoll.analyzer.policies.node-failing.scope is CLUSTER, expected NODE, since the action is CORDON_NODE
            analyzer.rules.C1.percent=much                                                | expected a number
            analyzer.rules.C1.percents=5                                                  | the rule has no such threshold; it has percent
            analyzer.rules.Q7.percent=5                                                   | plimsoll.analyzer.rules.Q7 is {percent=5}, expected no such key: there is no rule of that code
            analyzer.disabled=Q7                                                          | plimsoll.analyzer.disabled is "Q7", expected codes of rules: there is no rule Q7
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

    @Test
    void everyFaultOfRulesAndPoliciesIsALine() {
        assertThatThrownBy(() -> given(
                        "analyzer.threads", "0",
                        "analyzer.rules.C1.percent", "many",
                        "analyzer.rules.C1.percents", "5",
                        "analyzer.rules.Q7.percent", "5",
                        "analyzer.disabled", "Q8",
                        "analyzer.policies.blind.for", "-PT1M",
                        "analyzer.policies.node-failing.limit", "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(7);
    }

    /** Without capitals, and with dots where hyphens were: that is all that is left of a variable's name. */
    @Test
    void keysAsTheEnvironmentHasThemAreThoseThatAreMeant() {
        AnalysisSettings plain = given(
                "analyzer.rules.C1.percent", "33",
                "analyzer.rules.C1.min-free-percent", "11",
                "analyzer.disabled", "A4b",
                "analyzer.policies.mass-cordon.for", "PT2M");

        AnalysisSettings fromTheEnvironment = given(
                "analyzer.rules.c1.percent", "33",
                "analyzer.rules.c1.\"min.free.percent\"", "11",
                "analyzer.disabled", "a4b",
                "analyzer.policies.\"mass.cordon\".for", "PT2M");

        assertThat(fromTheEnvironment).isEqualTo(plain);
        assertThat(plain).isNotEqualTo(given());
    }

    /** What {@code StartCheck} lets pass is read, by the library itself. */
    @Test
    void variablesThatPassAreRead() {
        Map<String, String> environment = Map.of(
                "PLIMSOLL_ANALYZER_RULES_C1_PERCENT", "33",
                "PLIMSOLL_ANALYZER_RULES_C1__MIN_FREE_PERCENT_", "11",
                "PLIMSOLL_ANALYZER_POLICIES_BLIND_QUIET_FOR", "PT3M",
                "PLIMSOLL_ANALYZER_POLICIES__MASS_CORDON__FOR", "PT2M");

        AnalysisSettings settings = read(new EnvConfigSource(environment, 500));

        assertThat(StartCheck.misspelt(environment)).isEmpty();
        assertThat(settings)
                .isEqualTo(given(
                        "analyzer.rules.C1.percent", "33",
                        "analyzer.rules.C1.min-free-percent", "11",
                        "analyzer.policies.blind.quiet-for", "PT3M",
                        "analyzer.policies.mass-cordon.for", "PT2M"));
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
