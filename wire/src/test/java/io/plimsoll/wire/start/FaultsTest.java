package io.plimsoll.wire.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void everyFaultIsALineWithKeyValueAndWhatWasExpected() {
        Faults faults = new Faults();
        faults.within("plimsoll.a", 0, 1, 9);
        faults.within("plimsoll.b", Duration.ZERO, 1, 60);
        faults.within("plimsoll.c", 5, 1, 9);

        assertThatThrownBy(faults::throwIfAny)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plimsoll.a is 0, expected 1 to 9\nplimsoll.b is PT0S, expected 1 s to 60 s");
    }

    @Test
    void nothingIsThrownWhereNothingIsWrong() {
        new Faults().throwIfAny();
    }

    @Test
    void whatTheLibrarySaysIsPutInOurWords() {
        assertThat(Faults.ofLibrary(said(
                        "a.b",
                        "banana",
                        "java.time.format.DateTimeParseException: Text cannot be parsed to" + " a Duration")))
                .isEqualTo("a.b is \"banana\", expected a duration like PT30S");
        assertThat(Faults.ofLibrary(said("a.b", "x", "SRCFG00029: Expected an integer value, got \"x\"")))
                .isEqualTo("a.b is \"x\", expected a whole number");
        assertThat(Faults.ofLibrary(said("a.b", "fast", "SRCFG00031: Expected a double value, got \"fast\"")))
                .isEqualTo("a.b is \"fast\", expected a number");
        assertThat(Faults.ofLibrary(said(
                        "a.b",
                        "perhaps",
                        "SRCFG00049: Cannot convert perhaps to enum class M, allowed values: enforce,dry-run")))
                .isEqualTo("a.b is \"perhaps\", expected one of dry-run,enforce");
        assertThat(Faults.ofLibrary(
                        "java.util.NoSuchElementException: SRCFG00014: The config property a.b is required but it"
                                + " could not be found in any config source"))
                .isEqualTo("a.b is missing, expected a value");
    }

    @Test
    void whatMayBeASecretIsNotSaid() {
        assertThat(Faults.unknown("plimsoll.pasword.secret", "hunter2", "look it up"))
                .doesNotContain("hunter2");
    }

    private static String said(String key, String value, String reason) {
        return "java.lang.IllegalArgumentException: SRCFG00039: The config property " + key
                + " with the config value \"" + value + "\" threw an Exception whilst being converted " + reason;
    }
}
