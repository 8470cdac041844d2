package io.plimsoll.analyzer.state;

import org.jspecify.annotations.Nullable;

/**
 * Resource versions as numbers where they are what etcd's look like: positive, decimal, without a leading zero, and of no
 * more than 18 digits, so that each number is one text. They are told apart and given back, never compared by size.
 */
final class Revision {

    /** Stands for null and for every text that isn't such a number. */
    static final long NONE = -1;

    private static final int LONGEST = 18;

    private Revision() {}

    static long of(@Nullable String version) {
        if (version == null || version.isEmpty() || version.length() > LONGEST || version.charAt(0) == '0') {
            return NONE;
        }
        long number = 0;
        for (int i = 0; i < version.length(); i++) {
            int digit = version.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
