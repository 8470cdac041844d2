package io.plimsoll.analyzer.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A week of a recorded cluster with everything that people do to clusters raises nothing that a person would call wrong. */
class QuietWeekTest {

    @Test
    void aWeekOfARecordedClusterRaisesOnlyWhatTheRecordingItselfCouldNotPlace() throws IOException {
        Path openb = Path.of(System.getProperty("plimsoll.root", ".."), "../shared/data/openb");
        assumeTrue(Files.isDirectory(openb), "no recorded cluster at " + openb.normalize());
        QuietWeek.Log week = QuietWeek.of(openb);

        Told told = Cases.analysed(week.facts(), AnalysisSettings.defaults());

        list(week, told);
        List<Transition> loud = told.transitions().stream()
                .filter(t -> t.atLeast(Severity.WARNING))
                .toList();
        assertThat(loud).allSatisfy(transition -> {
            assertThat(transition.alert().code()).isEqualTo(AlertCode.A6);
            assertThat(week.neverPlaced()).contains(transition.alert().subject().name());
        });
        assertThat(told.decisions()).isEmpty();
    }

    private static void list(QuietWeek.Log week, Told told) {
        Map<String, Long> counts = told.transitions().stream()
                .filter(t -> t.alert().state() == AlertState.FIRING && t.alert().previousSeverity() == null)
                .collect(Collectors.groupingBy(
                        t -> t.alert().severity() + " " + t.alert().code()
                                + (t.alert().subtype() == null || t.alert().code() != AlertCode.P3
                                        ? ""
                                        : "/" + t.alert().subtype()),
                        TreeMap::new,
                        Collectors.counting()));
        System.out.println(
                "a recorded week: " + week.pods() + " pods, " + week.facts().size() + " facts; fired: " + counts);
        told.transitions().stream()
                .filter(t -> t.atLeast(Severity.WARNING) && t.alert().code() != AlertCode.A6)
                .limit(40)
                .forEach(t -> System.out.println("  " + t + ": " + t.alert().summary()));
    }
}
