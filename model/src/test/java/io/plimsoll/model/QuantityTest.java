package io.plimsoll.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "123456Ki, 126418944",
        "250000000n, 0.25",
        "12u, 0.000012",
        "1e3, 1000",
        "1.5G, 1500000000",
        "100m, 0.1",
        "12E, 12000000000000000000",
        "1E2, 100",
        "0.5Gi, 536870912",
        "120586240, 120586240",
        "-1Ki, -1024",
        "+5, 5",
        ".5, 0.5",
        "5., 5",
        "1e-3, 0.001"
    })
    void quantitiesReadAsKubernetesReadsThem(String text, BigDecimal expected) {
        assertThat(Quantity.parse(text).value()).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1 Gi", "Gi", "1gi", "1KiB", "abc", "1e", "--1", "1.2.3", "NaN", "0x10", "1e99999"})
    void anythingElseIsRefusedByName(String text) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"100m, 100", "1, 1000", "250000000n, 250", "1u, 1", "12E, 9223372036854775807"})
    void milliUnitsRoundUpAndStayWithinALong(String text, long expected) {
        assertThat(Quantity.parse(text).milliUnits()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1.1, 2", "9e18, 9000000000000000000", "12E, 9223372036854775807", "-12E, -9223372036854775808"})
    void wholeUnitsRoundUpAndStayWithinALong(String text, long expected) {
        assertThat(Quantity.parse(text).wholeUnits()).isEqualTo(expected);
    }
}
