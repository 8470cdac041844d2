package io.plimsoll.wire.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownVariablesTest {

    private static final String LISTED = "keys are listed in docs/configuration.md";

    private final KnownVariables known = new KnownVariables(List.of(
            "plimsoll.cluster",
            "plimsoll.watcher.tick-interval",
            "plimsoll.watcher.names[*]",
            "plimsoll.watcher.windows[*].zone",
            "plimsoll.watcher.rules.*.*",
            "plimsoll.watcher.policies.*.for",
            "plimsoll.watcher.policies.*.quiet-for",
            "plimsoll.requests.signatures"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PLIMSOLL_CLUSTER",
                "PLIMSOLL_WATCHER_TICK_INTERVAL",
                "PLIMSOLL_WATCHER_NAMES",
                "PLIMSOLL_WATCHER_NAMES_0_",
                "PLIMSOLL_WATCHER_WINDOWS_12__ZONE",
                "PLIMSOLL_WATCHER_RULES_C1_PERCENT",
                "PLIMSOLL_WATCHER_RULES_C1__MIN_FREE_PERCENT_",
                "PLIMSOLL_WATCHER_POLICIES_BLIND_FOR",
                "PLIMSOLL_WATCHER_POLICIES_BLIND_QUIET_FOR",
                "PLIMSOLL_WATCHER_POLICIES__MASS_CORDON__FOR"
            })
    void whatIsReadIsNoFault(String variable) {
        assertThat(known.faults(Map.of(variable, "1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_BOOTSTRAP_SERVERS",
                "PLIMSOLL_ACTUATOR_MODE",
                "PLIMSOLL_ANALYZER_COLOUR",
                "PLIMSOLL_CLOCK_SPEED",
                "PLIMSOLL_JAVA_OPTIONS",
                "PLIMSOLL_JDK"
            })
    void whatIsOtherServicesOrOtherProgramsIsPassedOver(String variable) {
        assertThat(known.faults(Map.of(variable, "1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PLIMSOLL_WATCHER_TICK_INTERVALL, PLIMSOLL_WATCHER_TICK_INTERVAL",
        "PLIMSOLL_CLUSTERS, PLIMSOLL_CLUSTER",
        "PLIMSOLL_REQUESTS_SIGNATURE, PLIMSOLL_REQUESTS_SIGNATURES",
        "PLIMSOLL_REQUEST_SIGNATURES, PLIMSOLL_REQUESTS_SIGNATURES",
        "PLIMSOLL_WATCHER_POLICIES_MASS_CORDON_FOR, PLIMSOLL_WATCHER_POLICIES__MASS_CORDON__FOR",
        "PLIMSOLL_WATCHER_POLICIES_MASS_CORDON_QUIET_FOR, PLIMSOLL_WATCHER_POLICIES__MASS_CORDON__QUIET_FOR",
        "PLIMSOLL_WATCHER_POLICIES__MASS_CORDON_FOR, PLIMSOLL_WATCHER_POLICIES__MASS_CORDON__FOR",
        "PLIMSOLL_WATCHER_RULES_C1_MIN_FREE_PERCENT, PLIMSOLL_WATCHER_RULES_C1__MIN_FREE_PERCENT_"
    })
    void slipIsToldWhatWasMeant(String variable, String meant) {
        assertThat(known.faults(Map.of(variable, "1")))
                .containsExactly(
                        variable + " is \"1\", expected no such key; did you mean " + meant + "? The " + LISTED);
    }

    @Test
    void ownOneThatResemblesNoneIsNamedWithItsValueUnlessThatMayBeASecret() {
        assertThat(known.faults(Map.of("PLIMSOLL_WATCHER_COLOUR", "red", "PLIMSOLL_WATCHER_PASSWORD", "sesame")))
                .containsExactly(
                        "PLIMSOLL_WATCHER_COLOUR is \"red\", expected no such key; the " + LISTED,
                        "PLIMSOLL_WATCHER_PASSWORD is given, expected no such key; the " + LISTED);
    }
}
