package io.plimsoll.analyzer.state;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An object's uid. Nearly all are UUIDs, of which two numbers are a third of what the text takes and quicker to compare;
 * others, which Kubernetes allows, are kept as they are.
 */
public sealed interface Uid {

    /** The text as it was. */
    String text();

    /** Null for null. */
    static @Nullable Uid of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return isCanonical(text) ? Canonical.of(text) : new Other(text);
    }

    /** Two numbers that make 36 characters. */
    record Canonical(long high, long low) implements Uid {

        private static Canonical of(String text) {
            long high = (hex(text, 0, 8) << 32) | (hex(text, 9, 13) << 16) | hex(text, 14, 18);
            return new Canonical(high, (hex(text, 19, 23) << 48) | hex(text, 24, 36));
        }

        private static long hex(String text, int from, int to) {
            return Long.parseLong(text, from, to, 16);
        }

        @Override
        public String text() {
            return new UUID(high, low).toString();
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Any other text. */
    record Other(String text) implements Uid {

        @Override
        public String toString() {
            return text;
        }
    }

    /** Whether it is what {@link UUID#toString} makes: lower case, dashes where they belong. */
    private static boolean isCanonical(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
