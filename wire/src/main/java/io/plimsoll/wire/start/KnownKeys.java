package io.plimsoll.wire.start;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys that a service reads; any other under {@code plimsoll.} is most likely misspelt. */
public final class KnownKeys {

    private static final String OURS = "plimsoll.";
    /** Letters that may change, come or go until a key is no longer taken for a misspelling of another. */
    private static final int SLIPS = 3;

    private final List<String> keys;
    private final List<Pattern> patterns;

    /** @param keys by name; a star stands for one name, {@code [*]} for an index */
    public KnownKeys(Collection<String> keys) {
        this.keys = keys.stream().map(key -> key.replace("[*]", "")).sorted().toList();
        this.patterns = this.keys.stream().map(KnownKeys::pattern).toList();
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
        return nearest(unknown.replaceAll("\\[\\d+]", ""))
                .map(key -> "did you mean " + key + "? The keys are listed in docs/configuration.md")
                .orElse("the keys are listed in docs/configuration.md");
    }

    private Optional<String> nearest(String unknown) {
        return keys.stream()
                .filter(key -> distance(unknown, key) <= SLIPS)
                .min(Comparator.comparingInt((String key) -> distance(unknown, key))
                        .thenComparing(key -> key));
    }

    /** A star stands for one name, or one quoted; an index may follow a list. */
    private static Pattern pattern(String key) {
        return Pattern.compile(Stream.of(key.split("\\."))
                .map(part -> part.equals("*") ? "(?:[^.\"]+|\"[^\"]+\")" : Pattern.quote(part) + "(?:\\[\\d+])?")
                .reduce((left, right) -> left + "\\." + right)
                .orElse(""));
    }

    /** How many letters must change, come or go. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
