package io.plimsoll.watcher.project;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Times as API servers write nearly all of them, {@code 2030-01-31T23:59:59Z}, read without a formatter's machinery. */
final class WholeSeconds {

    private static final String FORM = "0000-00-00T00:00:00Z";
    private static final int SECONDS_A_DAY = 86_400;

    private WholeSeconds() {}

    /**
     * The instant; null where the text has another form, which may be a time all the same.
     *
     * @throws DateTimeException where there is no such day
     */
    static @Nullable Instant parse(String text) {
        if (text.length() != FORM.length() || !hasForm(text)) {
            return null;
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        return Instant.ofEpochSecond(day * SECONDS_A_DAY + hour * 3600L + minute * 60L + second);
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            char found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
