package io.plimsoll.analyzer.detect.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetRuleTest {

    @ParameterizedTest
    @CsvSource({
        "50%,0 1 1 2 2 3 3 4 4 5",
        "51%,0 0 1 1 2 2 3 3 4 4",
        "67%,0 0 0 1 1 1 2 2 2 3",
        "75%,0 0 0 1 1 1 1 2 2 2",
        "80%,0 0 0 0 1 1 1 1 1 2",
        "90%,0 0 0 0 0 0 0 0 0 1",
        "100%,0 0 0 0 0 0 0 0 0 0"
    })
    void aMinimumPercentageRoundsTheDemandUp(String minimum, String allowed) {
        assertThat(allowedOneToTen(new BudgetRule(minimum, null))).isEqualTo(numbers(allowed));
    }

    @ParameterizedTest
    @CsvSource({"25%,1 1 1 1 2 2 2 2 3 3", "50%,1 1 2 2 3 3 4 4 5 5", "0%,0 0 0 0 0 0 0 0 0 0"})
    void aMaximumPercentageRoundsTheLeaveUp(String maximum, String allowed) {
        assertThat(allowedOneToTen(new BudgetRule(null, maximum))).isEqualTo(numbers(allowed));
    }

    @Test
    void theBlockedCountsOfAnAutoscaledRangeAreListed() {
        assertThat(new BudgetRule("80%", null).blockedAt(1, 5)).containsExactly(1, 2, 3, 4);
        assertThat(new BudgetRule("75%", null).blockedAt(2, 10)).containsExactly(2, 3);
        assertThat(new BudgetRule("1", null).blockedAt(0, 3)).containsExactly(1);
    }

    @Test
    void onlyRulesNoReplicaCountSatisfiesNeverAllow() {
        assertThat(new BudgetRule("100%", null).neverAllows()).isTrue();
        assertThat(new BudgetRule(null, "0").neverAllows()).isTrue();
        assertThat(new BudgetRule(null, "0%").neverAllows()).isTrue();
        assertThat(new BudgetRule("99%", null).neverAllows()).isFalse();
        assertThat(new BudgetRule("100", null).neverAllows()).isFalse();
        assertThat(new BudgetRule(null, null).neverAllows()).isFalse();
    }

    @Test
    void theSmallestChangeIsNamed() {
        assertThat(Unblocking.ofSpare(new BudgetRule("80%", null), ReplicaRange.scaled(1, 5, 2)))
                .isEqualTo("replicas >= 5 or maxUnavailable: 1");
        assertThat(Unblocking.ofSpare(new BudgetRule("80%", null), ReplicaRange.scaled(1, 4, 2)))
                .isEqualTo("maxUnavailable: 1");
        assertThat(Unblocking.ofSpare(new BudgetRule("1", null), ReplicaRange.fixed(1)))
                .isEqualTo("replicas >= 2 or maxUnavailable: 1");
        assertThat(Unblocking.ofSpare(new BudgetRule(null, "0"), ReplicaRange.fixed(3)))
                .isEqualTo("maxUnavailable: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "", "-1", "1.5", "50 %", "%", "99999999999", "1000%"})
    void anythingButANumberOrAPercentageIsUnreadable(String value) {
        assertThat(new BudgetRule(value, null).readable()).isFalse();
    }

    private static List<Integer> allowedOneToTen(BudgetRule rule) {
        return IntStream.rangeClosed(1, 10).mapToObj(rule::allowedAt).toList();
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }
}
