package io.plimsoll.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.model.budget.BudgetArithmetic.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetArithmeticTest {

    /** The tuples of Kubernetes' own {@code disruption_test.go}: allowed, healthy, desired, expected. */
    @ParameterizedTest
    @CsvSource({
        "    , 2,   1,  1, 7,  0, 1, 5, 7",
        "    , 2,   1,  1, 5,  0, 1, 3, 5",
        "    , 30%, 1,  1, 7,  0, 1, 4, 7",
        "    , 30%, 1,  1, 3,  0, 1, 2, 3",
        "20%,    ,  1,  1, 10, 0, 1, 2, 10",
        "3,      ,  4,  4, 0,  1, 4, 3, 4",
        "3,      ,  4,  3, 0,  0, 3, 3, 4",
        "34%,    ,  3,  3, 3,  1, 3, 2, 3",
        "    , 5,   4,  4, 10, 0, 4, 5, 10",
        "28%,    ,  1,  1, 0,  0, 1, 0, 0"
    })
    void countsEqualTheDisruptionControllers(
            String min,
            String max,
            int matched,
            int healthy,
            int scale,
            int allowed,
            int current,
            int desired,
            int expected) {
        assertThat(BudgetArithmetic.counts(min, max, matched, healthy, scale))
                .isEqualTo(new Counts(allowed, current, desired, expected));
    }

    @ParameterizedTest
    @CsvSource({
        "50%,, 0112233445",
        "51%,, 0011223344",
        "67%,, 0001112223",
        "75%,, 0001111222",
        "80%,, 0000111112",
        "90%,, 0000000001",
        "100%,, 0000000000",
        ", 25%, 1111222233",
        ", 50%, 1122334455"
    })
    void allowedForOneToTenHealthyReplicas(String min, String max, String digits) {
        for (int replicas = 1; replicas <= 10; replicas++) {
            assertThat(BudgetArithmetic.allowedWhenHealthy(min, max, replicas))
                    .as("of %d", replicas)
                    .isEqualTo(digits.charAt(replicas - 1) - '0');
        }
    }

    @Test
    void whatIsNeitherNumberNorPercentageIsRefused() {
        assertThatThrownBy(() -> BudgetArithmetic.scaled("half", 3)).hasMessageContaining("'half'");
    }
}
