package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StartCheckTest {

    @Test
    void misspeltVariableIsNamedWithWhatWasMeant() {
        assertThat(StartCheck.misspelt(Map.of("PLIMSOLL_ANALYZER_POLICIES_MASS_CORDON_FOR", "x")))
                .containsExactly(
                        "PLIMSOLL_ANALYZER_POLICIES_MASS_CORDON_FOR is \"x\", expected no such key; did you mean"
                                + " PLIMSOLL_ANALYZER_POLICIES__MASS_CORDON__FOR? The keys are listed in docs/configuration.md");
    }

    /** One ConfigMap may serve all three, and a shell has variables of its own. */
    @Test
    void variablesOfOthersAndThoseThatAreReadAreNoFault() {
        assertThat(StartCheck.misspelt(Map.of(
                        "PLIMSOLL_ANALYZER_RULES_C1_PERCENT", "x",
                        "PLIMSOLL_CLUSTER", "eu1",
                        "PLIMSOLL_TOPICS_PREFIX", "plimsoll",
                        "PLIMSOLL_LOG_JSON", "true",
                        "PLIMSOLL_CLOCK_SPEED", "1",
                        "PLIMSOLL_WATCHER_TICK_INTERVALL", "x",
                        "PLIMSOLL_JAVA_OPTIONS", "-Xmx3g",
                        "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")))
                .isEmpty();
    }
}
