package io.plimsoll.simulator.disruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    /** The tuples Kubernetes' disruption_test.go expects: allowed, healthy, desired, expected. */
    @ParameterizedTest
    @CsvSource({
        "maxUnavailable, 2,   7,  1,  1,  0, 1, 5, 7",
        "maxUnavailable, 2,   5,  1,  1,  0, 1, 3, 5",
        "maxUnavailable, 30%, 7,  1,  1,  0, 1, 4, 7",
        "maxUnavailable, 30%, 3,  1,  1,  0, 1, 2, 3",
        "maxUnavailable, 5,   10, 4,  4,  0, 4, 5, 10",
        "minAvailable,   20%, 10, 1,  1,  0, 1, 2, 10",
        "minAvailable,   3,   0,  4,  4,  1, 4, 3, 4",
        "minAvailable,   3,   0,  4,  3,  0, 3, 3, 4",
        "minAvailable,   34%, 3,  3,  3,  1, 3, 2, 3",
        "minAvailable,   28%, 0,  1,  1,  0, 1, 0, 0",
        "minAvailable,   28%, 11, 11, 11, 7, 11, 4, 11",
        "minAvailable,   28%, 22, 22, 22, 15, 22, 7, 22",
    })
    void numbersAreThoseOfTheDisruptionController(
            String field,
            String value,
            int scale,
            int pods,
            int healthy,
            int allowed,
            int current,
            int desired,
            int expected) {
        var numbers = budget(field, value).numbers(scale, pods, healthy);

        assertThat(numbers).isEqualTo(new BudgetNumbers(allowed, current, desired, expected));
    }

    /** disruptionsAllowed for 1 to 10 healthy of as many replicas. */
    @ParameterizedTest
    @CsvSource({
        "minAvailable,   50%,  0 1 1 2 2 3 3 4 4 5",
        "minAvailable,   51%,  0 0 1 1 2 2 3 3 4 4",
        "minAvailable,   67%,  0 0 0 1 1 1 2 2 2 3",
        "minAvailable,   75%,  0 0 0 1 1 1 1 2 2 2",
        "minAvailable,   80%,  0 0 0 0 1 1 1 1 1 2",
        "minAvailable,   90%,  0 0 0 0 0 0 0 0 0 1",
        "minAvailable,   100%, 0 0 0 0 0 0 0 0 0 0",
        "maxUnavailable, 25%,  1 1 1 1 2 2 2 2 3 3",
        "maxUnavailable, 50%,  1 1 2 2 3 3 4 4 5 5",
    })
    void percentagesRoundUpAtEveryReplicaCount(String field, String value, String allowed) {
        var budget = budget(field, value);

        var row = IntStream.rangeClosed(1, 10)
                .map(n -> budget.numbers(n, n, n).disruptionsAllowed())
                .boxed()
                .toList();

        assertThat(row)
                .isEqualTo(
                        Arrays.stream(allowed.split(" ")).map(Integer::valueOf).toList());
    }

    @Test
    void budgetWithNeitherFieldAllowsNothing() {
        assertThat(new Budget(null, null).numbers(3, 3, 3)).isEqualTo(new BudgetNumbers(0, 3, 0, 0));
    }

    @Test
    void shareThatIsNoPercentageIsRefused() {
        assertThatThrownBy(() -> IntOrPercent.parse("a lot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a lot");
    }

    private static Budget budget(String field, String value) {
        var parsed = IntOrPercent.parse(value);
        return field.equals("minAvailable") ? new Budget(parsed, null) : new Budget(null, parsed);
    }
}
