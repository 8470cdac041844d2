package io.plimsoll.actuator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.guard.Guard;
import io.plimsoll.actuator.guard.Guards;
import io.plimsoll.actuator.plan.Handling;
import io.plimsoll.actuator.plan.PodClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever code an answer can carry is explained to people. */
class CodesOnThePageTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** A code stands first where a cause is made or a field's fault is noted. */
    private static final Pattern CODE = Pattern.compile(
            "(?:new Cause|new Verdict\\.Closed|wrong|refused|note|denied)\\(\\s*(?:[a-z]\\w* \\? )?\"([A-Z][A-Z_]+)\"(?: : \"([A-Z][A-Z_]+)\")?");

    @Test
    void everyCodeIsOnTheMaintenancePageOrThatOfSignedRequests() throws IOException {
        String pages = Files.readString(Path.of("../docs/maintenance.md"))
                + Files.readString(Path.of("../docs/signed-requests.md"));

        Set<String> codes = codes();

        assertThat(codes).hasSizeGreaterThan(70).contains("DEADLINE", "UNKNOWN_FIELD", "QUORUM", "PDB_BLOCKED");
        assertThat(codes).allSatisfy(code -> assertThat(pages).contains("`" + code + "`"));
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        Guards.list().stream().map(Guard::code).forEach(codes::add);
        Stream.of(PodClass.values())
                .filter(each -> each.handling() != Handling.SKIP && each.handling() != Handling.EVICT)
                .map(Enum::name)
                .forEach(codes::add);
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher found = CODE.matcher(Files.readString(file));
                while (found.find()) {
                    codes.add(found.group(1));
                    if (found.group(2) != null) {
                        codes.add(found.group(2));
                    }
                }
            }
        }
        return codes;
    }
}
