package io.plimsoll.simulator.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySeriesTest {

    private static final long MI = 1L << 20;

    @ParameterizedTest
    @CsvSource({
        "constant 200Mi,                PT5H,  200",
        "linear 200Mi +20Mi/h,          PT30M, 210",
        "linear 200Mi +20Mi/h max 205Mi, PT30M, 205",
        "linear 200Mi -300Mi/h,         PT1H,  0",
        "samples 60S 100Mi 200Mi 50Mi,  PT30S, 150",
        "samples 60S 100Mi 200Mi 50Mi,  PT1H,  50",
    })
    void annotationSaysUseAtAnyAge(String annotation, Duration age, long mebibytes) {
        assertThat(MemorySeries.parse(annotation).at(age)).isEqualTo(mebibytes * MI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linear 200Mi", "samples x 1Mi", "samples 60S", "about 3Gi"})
    void unreadableAnnotationIsRefused(String annotation) {
        assertThatThrownBy(() -> MemorySeries.parse(annotation)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void courseSetLaterBeginsAtThatAge() {
        var series = new MemorySeries.StartingAt(Duration.ofHours(2), MemorySeries.parse("linear 100Mi +60Mi/h"));

        assertThat(series.at(Duration.ofHours(1))).isEqualTo(100 * MI);
        assertThat(series.at(Duration.ofHours(3))).isEqualTo(160 * MI);
    }
}
