package io.plimsoll.wire.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKeysTest {

    private final KnownKeys known = new KnownKeys(List.of(
            "plimsoll.tick-interval", "plimsoll.names[*]", "plimsoll.windows[*].zone", "plimsoll.rules.*.percent"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plimsoll.tick-interval",
                "plimsoll.names",
                "plimsoll.names[3]",
                "plimsoll.windows[0].zone",
                "plimsoll.rules.C1.percent",
                "plimsoll.rules.\"C.1\".percent",
                "kafka.whatever"
            })
    void whatIsReadAndWhatIsNoneOfOursIsNoFault(String key) {
        assertThat(known.faults(Map.of(key, "1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plimsoll.windows[0].colour",
                "plimsoll.rules.C1.per.cent",
                "plimsoll.rules.C1",
                "plimsoll.tick-interval.more",
                "plimsoll.names[x]",
                "plimsoll."
            })
    void whatNobodyReadsIsAFaultWithItsValue(String key) {
        assertThat(known.faults(Map.of(key, "red")))
                .singleElement()
                .asString()
                .startsWith(key + " is \"red\", expected no such key; ")
                .endsWith("keys are listed in docs/configuration.md");
    }

    @Test
    void keyThatResemblesNoneIsToldNone() {
        assertThat(known.faults(Map.of("plimsoll.colour", "red")))
                .containsExactly("plimsoll.colour is \"red\", expected no such key; the keys are listed in"
                        + " docs/configuration.md");
    }

    @Test
    void slipOfTheKeyboardIsToldWhatWasMeant() {
        assertThat(known.faults(Map.of("plimsoll.windows[2].zon", "UTC", "plimsoll.tick-intervall", "PT5S")))
                .containsExactly(
                        "plimsoll.tick-intervall is \"PT5S\", expected no such key; did you mean plimsoll.tick-interval?"
                                + " The keys are listed in docs/configuration.md",
                        "plimsoll.windows[2].zon is \"UTC\", expected no such key; did you mean plimsoll.windows.zone?"
                                + " The keys are listed in docs/configuration.md");
    }
}
