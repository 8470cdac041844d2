package io.plimsoll.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.fact.Fact;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodedTest {

    @Test
    void nullIsATombstone() {
        assertThat(decoded(null, RecordTypes.FACT)).isInstanceOf(Decoded.Tombstone.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "garbage | io.plimsoll.fact.v1 | MALFORMED",
                "null | io.plimsoll.fact.v1 | MALFORMED",
                "{} | io.plimsoll.fact.v1 | MALFORMED",
                "[1,2] | io.plimsoll.fact.v1 | MALFORMED",
                "{} | io.plimsoll.fact.v2 | NEWER_MAJOR",
                "{} | io.plimsoll.alert.v1 | UNKNOWN_TYPE",
                "{\"cluster\":\"a/b\",\"kind\":\"Tick\"} | io.plimsoll.fact.v1 | MALFORMED"
            })
    void badInputIsAValueWithItsCause(String json, String type, String code) {
        assertThat(decoded(json.getBytes(UTF_8), type))
                .isInstanceOfSatisfying(
                        Decoded.Bad.class, bad -> assertThat(bad.code()).isEqualTo(code));
    }

    @Test
    void endlessNestingIsRefusedWithoutOverflow() {
        byte[] deep = new byte[500_000];
        Arrays.fill(deep, (byte) '[');

        assertThat(decoded(deep, null)).isInstanceOf(Decoded.Bad.class);
    }

    @Test
    void whatIsTooLargeIsNotParsed() {
        assertThat(decoded(new byte[Decoded.LARGEST + 1], null))
                .isInstanceOfSatisfying(
                        Decoded.Bad.class, bad -> assertThat(bad.code()).isEqualTo("TOO_LARGE"));
    }

    @Test
    void causesAreOneLine() {
        assertThat(decoded("{\"cluster\":\n\n oops".getBytes(UTF_8), null))
                .isInstanceOfSatisfying(
                        Decoded.Bad.class, bad -> assertThat(bad.message()).doesNotContain("\n"));
        assertThat(decoded("{\"cluster\": \"eu1\"".getBytes(UTF_8), null))
                .isInstanceOfSatisfying(
                        Decoded.Bad.class, bad -> assertThat(bad.message()).doesNotContain("REDACTED"));
    }

    private static Decoded<Fact> decoded(byte[] value, String type) {
        return Decoded.of(value, type, RecordTypes.FACT, Fact.class);
    }
}
