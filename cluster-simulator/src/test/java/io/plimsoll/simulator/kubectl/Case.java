package io.plimsoll.simulator.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One row of a table of cases, such as {@code cases.txt}. */
record Case(String name, List<String> arguments, List<Pattern> present, List<Pattern> absent, int exitCode) {

    static List<Case> read(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String rest = line.length() > 1 ? line.substring(2).strip() : "";
            if (line.startsWith("== ")) {
                cases.add(new Case(line.substring(3), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0));
            } else if (line.startsWith("$ ")) {
                cases.getLast().arguments().addAll(split(rest));
            } else if (line.startsWith("> ")) {
                cases.getLast().present().add(Pattern.compile(rest, Pattern.MULTILINE));
            } else if (line.startsWith("! ")) {
                cases.getLast().absent().add(Pattern.compile(rest, Pattern.MULTILINE));
            } else if (line.startsWith("= ")) {
                Case last = cases.removeLast();
                cases.add(
                        new Case(last.name(), last.arguments(), last.present(), last.absent(), Integer.parseInt(rest)));
            }
        }
        return cases;
    }

    /** Runs it and asserts what the row says. */
    void check(Kubectl kubectl) throws IOException, InterruptedException {
        Kubectl.Run run = kubectl.run(arguments);

        assertThat(run.exitCode())
                .as("exit code of kubectl %s:%n%s", arguments, run.output())
                .isEqualTo(exitCode);
        present.forEach(pattern -> assertThat(run.output()).containsPattern(pattern));
        absent.forEach(pattern -> assertThat(run.output()).doesNotContainPattern(pattern));
    }

    /** At spaces, but for one before or inside a parenthesis: {@code notin (a,b)} is one argument with its key. */
    private static List<String> split(String line) {
        return List.of(line.replaceAll("(\\S+) (notin|in) \\(", "$1\0$2\0(").split(" ")).stream()
                .map(argument -> argument.replace('\0', ' '))
                .toList();
    }
}
