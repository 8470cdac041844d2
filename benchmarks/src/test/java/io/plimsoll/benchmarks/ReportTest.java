package io.plimsoll.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void lastLineHoldsTheMediansOfTheValuesAndNothingElse() {
        var written = new ByteArrayOutputStream();
        Report report = new Report(new PrintStream(written, true, UTF_8));
        report.compare("limit", Sample.of(80_000));
        report.value("recordsPerSecond", Sample.of(40_000, 51_234, 60_000));
        report.value("throughputRatio", Sample.of(0.512345));

        report.print();

        assertThat(written.toString(UTF_8).lines().toList().getLast())
                .isEqualTo("{\"recordsPerSecond\":51230,\"throughputRatio\":0.5123}");
    }
}
