package io.plimsoll.wire.start;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of the known names somebody most likely meant. */
record Nearest(List<String> names) {

    /** Letters that may change, come or go until a name is no longer taken for a misspelling of another. */
    private static final int SLIPS = 3;

    Optional<String> to(String unknown) {
        return names.stream()
                .filter(name -> distance(unknown, name) <= SLIPS)
                .min(Comparator.comparingInt((String name) -> distance(unknown, name))
                        .thenComparing(name -> name));
    }

    static String hint(Optional<String> meant) {
        return meant.map(name -> "did you mean " + name + "? The keys are listed in docs/configuration.md")
                .orElse("the keys are listed in docs/configuration.md");
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
