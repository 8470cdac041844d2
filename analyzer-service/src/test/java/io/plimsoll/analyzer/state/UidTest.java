package io.plimsoll.analyzer.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {

    private static final String UUID_CHARACTERS = "0123456789abcdefABCDEFg-+ ";

    @Test
    void everyTextComesBackAsItWasAndEqualsOnlyItself() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            String text = new UUID(random.nextLong(), random.nextLong()).toString();
            String other = changed(text, random);

            assertThat(Uid.of(text).text()).as("seed %d", seed).isEqualTo(text);
            assertThat(Uid.of(other).text()).as("seed %d", seed).isEqualTo(other);
            assertThat(Uid.of(other).equals(Uid.of(text))).as("seed %d", seed).isEqualTo(other.equals(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p1",
                "b2f7c1a0-1111-4222-8333-0123456789AB",
                "b2f7c1a0-1111-4222-8333-0123456789a",
                "b2f7c1a0-1111-4222-8333-0123456789abc",
                "+2f7c1a0-1111-4222-8333-0123456789ab",
                "b2f7c1a0111142228333-0123456789ab----",
                "b2f7c1a0--111-4222-8333-0123456789ab",
                "node-1.mirror-0123456789abcdef0123456"
            })
    void whatIsNoCanonicalUuidIsKeptAsText(String text) {
        assertThat(Uid.of(text))
                .isInstanceOf(Uid.Other.class)
                .extracting(Uid::text)
                .isEqualTo(text);
    }

    @Test
    void canonicalUuidsAreNumbersAndEqualWhereTheirTextsAre() {
        for (String text : List.of("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")) {
            assertThat(Uid.of(text)).isInstanceOf(Uid.Canonical.class).isEqualTo(Uid.of(text));
            assertThat(Uid.of(text).text()).isEqualTo(text);
        }
        assertThat(Uid.of(null)).isNull();
    }

    /** With one character other or one cut off; by chance the same. */
    private static String changed(String text, Random random) {
        int at = random.nextInt(text.length());
        return random.nextInt(4) == 0
                ? text.substring(0, at)
                : text.substring(0, at)
                        + UUID_CHARACTERS.charAt(random.nextInt(UUID_CHARACTERS.length()))
                        + text.substring(at + 1);
    }
}
