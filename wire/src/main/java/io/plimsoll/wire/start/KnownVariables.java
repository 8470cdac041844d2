package io.plimsoll.wire.start;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables by which a service's keys are given; any other that begins like them is most likely misspelt, and
 * the configuration library would pass it over in silence.
 *
 * <p>A variable is the key in capitals with an underscore for each other sign. Where the key has a star, one word stands as it
 * is ({@code RULES_C1_PERCENT}), more than one between two underscores each ({@code POLICIES__MASS_CORDON__FOR}): nothing else
 * tells where the name ends.
 */
public final class KnownVariables {

    private static final String OURS = "PLIMSOLL_";
    private static final String INDEX = "(?:_\\d+_)?";
    private static final String NAME = "(?:[A-Z0-9]+|_[A-Z0-9_]+_)";
    /** A name as people write it who don't know of the two underscores. */
    private static final String BARE = "_?([A-Z0-9_]+?)_?";

    private final List<String> keys;
    private final List<Pattern> patterns;
    private final Set<String> sections;
    private final Nearest nearest;

    /** @param keys by name; a star stands for one name, {@code [*]} for an index */
    public KnownVariables(Collection<String> keys) {
        // What says more comes first: of QUIET_FOR and FOR, the former.
        this.keys = keys.stream()
                .map(key -> key.replace("[*]", ""))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(key -> key))
                .toList();
        this.patterns = this.keys.stream().map(key -> pattern(key, NAME, INDEX)).toList();
        this.sections = this.keys.stream().map(KnownVariables::section).collect(Collectors.toUnmodifiableSet());
        this.nearest = new Nearest(
                this.keys.stream().map(key -> variable(key, part -> "*")).toList());
    }

    /** A line for each variable that nobody reads, by name. Those of other services, or of other programs, are passed over. */
    public List<String> faults(Map<String, String> environment) {
        return new TreeMap<>(environment)
                .entrySet().stream()
                        .filter(each -> each.getKey().startsWith(OURS) && !known(each.getKey()))
                        .flatMap(each -> fault(each.getKey(), each.getValue()).stream())
                        .toList();
    }

    private boolean known(String variable) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(variable).matches());
    }

    private Optional<String> fault(String variable, String value) {
        Optional<String> meant = named(variable).or(() -> nearest.to(variable));
        boolean ours = sections.stream().anyMatch(section -> (variable + "_").startsWith(section));
        return ours || meant.isPresent()
                ? Optional.of(Faults.unknown(variable, value, Nearest.hint(meant)))
                : Optional.empty();
    }

    /** The same with the underscores that tell where a name begins and ends. */
    private Optional<String> named(String variable) {
        return keys.stream()
                .filter(key -> key.contains("*"))
                .flatMap(key -> {
                    Matcher bare = pattern(key, BARE, "").matcher(variable);
                    return bare.matches() ? Stream.of(variable(key, new Names(bare))) : Stream.empty();
                })
                .findFirst();
    }

    private static Pattern pattern(String key, String name, String index) {
        return Pattern.compile(Stream.of(key.split("\\."))
                .map(part -> part.equals("*") ? name : Pattern.quote(capitals(part)) + index)
                .collect(Collectors.joining("_")));
    }

    private static String variable(String key, UnaryOperator<String> star) {
        return Stream.of(key.split("\\."))
                .map(part -> part.equals("*") ? star.apply(part) : capitals(part))
                .collect(Collectors.joining("_"));
    }

    /** {@code PLIMSOLL_WATCHER_} and the like: what else begins so is this service's. */
    private static String section(String key) {
        return variable(Stream.of(key.split("\\.")).limit(2).collect(Collectors.joining(".")), part -> part) + "_";
    }

    private static String capitals(String part) {
        return part.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The names found for the stars, one after the other. */
    private static final class Names implements UnaryOperator<String> {

        private final Matcher found;
        private int group;

        private Names(Matcher found) {
            this.found = found;
        }

        @Override
        public String apply(String star) {
            group++;
            String name = found.group(group);
            return name.contains("_") ? "_" + name + "_" : name;
        }
    }
}
