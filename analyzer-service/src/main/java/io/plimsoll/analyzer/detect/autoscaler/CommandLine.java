package io.plimsoll.analyzer.detect.autoscaler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program's flags, from its command and arguments: {@code --flag=v}, {@code --flag v}, {@code -flag=v}.
 *
 * <p>As Go's pflag has it under the normalisation that Kubernetes' programs use: underscores are hyphens, the last of a
 * repeated flag wins. A shell's one-string command is taken apart at blanks. A flag followed by another is a switch and
 * has the value {@code true}.
 */
public final class CommandLine {

    private final Map<String, List<String>> flags;

    private CommandLine(Map<String, List<String>> flags) {
        this.flags = flags;
    }

    public static CommandLine of(List<String> arguments) {
        List<String> words = arguments.stream().flatMap(CommandLine::words).toList();
        Map<String, List<String>> flags = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!isFlag(word)) {
                continue;
            }
            String body = word.substring(word.startsWith("--") ? 2 : 1);
            int equals = body.indexOf('=');
            String name = (equals < 0 ? body : body.substring(0, equals)).replace('_', '-');
            flags.computeIfAbsent(name, _ -> new ArrayList<>()).add(value(body, equals, words, i));
        }
        return new CommandLine(flags);
    }

    private static Stream<String> words(String argument) {
        return argument.contains(" -") ? Stream.of(argument.trim().split("\\s+")) : Stream.of(argument);
    }

    private static boolean isFlag(String word) {
        return word.length() > 1
                && word.charAt(0) == '-'
                && (word.charAt(1) == '-' || Character.isLetter(word.charAt(1)))
                && word.length() > (word.startsWith("--") ? 2 : 1);
    }

    private static String value(String body, int equals, List<String> words, int at) {
        if (equals >= 0) {
            return unquoted(body.substring(equals + 1));
        }
        boolean hasNext = at + 1 < words.size() && !isFlag(words.get(at + 1));
        return hasNext ? unquoted(words.get(at + 1)) : "true";
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The flag's value; of several the last, as the program itself takes it. */
    public Optional<String> last(String flag) {
        return Optional.ofNullable(flags.get(flag)).map(List::getLast);
    }

    /** Every value of a flag that may be repeated. */
    public List<String> all(String flag) {
        return flags.getOrDefault(flag, List.of());
    }

    /** Empty where the flag isn't given or is no duration. */
    public Optional<Duration> duration(String flag) {
        return last(flag).flatMap(GoDuration::parse);
    }
}
