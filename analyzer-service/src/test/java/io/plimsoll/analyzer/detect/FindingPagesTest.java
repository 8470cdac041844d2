package io.plimsoll.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.AlertCode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code has a detector and a page, and the page says what the code does. */
class FindingPagesTest {

    private static final Path PAGES = Path.of(System.getProperty("plimsoll.root", ".."), "docs", "findings");

    @Test
    void everyCodeHasADetectorAndAPageAndNoPageIsWithoutACode() throws IOException {
        Set<String> codes =
                Arrays.stream(AlertCode.values()).map(AlertCode::code).collect(Collectors.toSet());
        Set<String> detected =
                Detectors.all().stream().map(detector -> detector.code().code()).collect(Collectors.toSet());
        Set<String> paged;
        try (Stream<Path> files = Files.list(PAGES)) {
            paged = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[A-Z]\\d+b?\\.md"))
                    .map(name -> name.substring(0, name.length() - 3))
                    .collect(Collectors.toSet());
        }

        assertThat(detected).isEqualTo(codes);
        assertThat(paged).isEqualTo(codes);
    }

    @Test
    void everyPageHasItsTitleAndItsSections() throws IOException {
        List<String> faults = new ArrayList<>();
        for (AlertCode code : AlertCode.values()) {
            String page = page(code);
            if (!page.startsWith("# " + code.code() + ": " + code.title())) {
                faults.add(code.code() + ": title");
            }
            for (String section :
                    List.of("What it means", "The rule", "Example", "What to do", "How to tune or silence it")) {
                if (!page.contains("## " + section)) {
                    faults.add(code.code() + ": " + section);
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    /** Of pages with a table of thresholds: each component and its default, and no other. */
    @Test
    void tablesOfThresholdsAreTheDetectorsOwn() throws Exception {
        List<String> faults = new ArrayList<>();
        for (Detector detector : Detectors.all()) {
            String page = page(detector.code());
            if (!page.contains("| name | default |")) {
                continue;
            }
            List<String> rows =
                    page.lines().filter(line -> line.startsWith("| `")).toList();
            List<String> expected = new ArrayList<>();
            for (RecordComponent component : detector.getClass().getRecordComponents()) {
                expected.add("| `" + component.getName() + "` | "
                        + shown(component.getAccessor().invoke(detector)) + " |");
            }
            if (!rows.equals(expected)) {
                faults.add(detector.code().code() + ": " + rows + " but " + expected);
            }
        }

        assertThat(faults).isEmpty();
    }

    private static String shown(Object value) {
        return value instanceof Duration duration ? duration.toString() : String.valueOf(value);
    }

    private static String page(AlertCode code) throws IOException {
        return Files.readString(PAGES.resolve(code.code() + ".md"));
    }
}
