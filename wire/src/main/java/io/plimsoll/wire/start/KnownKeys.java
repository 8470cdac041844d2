package io.plimsoll.wire.start;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys that a service reads; any other under {@code plimsoll.} is most likely misspelt. */
public final class KnownKeys {

    private static final String OURS = "plimsoll.";

    private final List<Pattern> patterns;
    private final Nearest nearest;

    /** @param keys by name; a star stands for one name, {@code [*]} for an index */
    public KnownKeys(Collection<String> keys) {
        List<String> plain =
                keys.stream().map(key -> key.replace("[*]", "")).sorted().toList();
        this.patterns = plain.stream().map(KnownKeys::pattern).toList();
        this.nearest = new Nearest(plain);
    }

    /** A line for each key that nobody reads, by name; keys that aren't Plimsoll's are passed over. */
    public List<String> faults(Map<String, String> given) {
        return new TreeMap<>(given)
                .entrySet().stream()
                        .filter(each -> each.getKey().startsWith(OURS) && !known(each.getKey()))
                        .map(each -> Faults.unknown(each.getKey(), each.getValue(), hint(each.getKey())))
                        .toList();
    }

    private boolean known(String key) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(key).matches());
    }

    private String hint(String unknown) {
        return Nearest.hint(nearest.to(unknown.replaceAll("\\[\\d+]", "")));
    }

    /** A star stands for one name, or one quoted; an index may follow a list. */
    private static Pattern pattern(String key) {
        return Pattern.compile(Stream.of(key.split("\\."))
                .map(part -> part.equals("*") ? "(?:[^.\"]+|\"[^\"]+\")" : Pattern.quote(part) + "(?:\\[\\d+])?")
                .reduce((left, right) -> left + "\\." + right)
                .orElse(""));
    }
}
