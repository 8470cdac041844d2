package io.plimsoll.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Sample.of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Sample.of(4, 100, 2, 1).median()).isEqualTo(3);
    }

    @Test
    void spreadIsTheWholeRangeInPercentOfTheMedian() {
        Sample sample = Sample.of(90, 100, 130);

        assertThat(sample.lowest()).isEqualTo(90);
        assertThat(sample.highest()).isEqualTo(130);
        assertThat(sample.spreadPercent()).isEqualTo(40);
    }

    @Test
    void aPercentileIsTheNearestRank() {
        Sample sample = Sample.of(40, 10, 30, 20);

        assertThat(sample.percentile(50)).isEqualTo(20);
        assertThat(sample.percentile(75)).isEqualTo(30);
        assertThat(sample.percentile(99)).isEqualTo(40);
    }

    @Test
    void anEmptySampleIsRefused() {
        assertThatThrownBy(() -> new Sample(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
