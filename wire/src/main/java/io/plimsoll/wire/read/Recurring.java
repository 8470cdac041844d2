package io.plimsoll.wire.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts and instants that come again and again, found by what they are made of: one object each, and mostly none made.
 *
 * <p>Bounded: a newcomer takes the place of whatever lay there.
 */
final class Recurring {

    private static final int PLACES = 1 << 14;
    /** Few: those of one moment come again, those of a pod's life don't. */
    private static final int INSTANTS = 1 << 8;

    private static final int LONGEST = 96;
    private static final int DAY_LENGTH = "2026-01-01".length();
    private static final int SECOND_LENGTH = "2026-01-01T00:00:00".length();
    private static final int LONGEST_INSTANT = SECOND_LENGTH + ".123456789Z".length();
    private static final int[] NANOS = {0, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private final @Nullable String[] texts = new String[PLACES];
    private final @Nullable Instant[] instants = new Instant[INSTANTS];
    private int lastDate;
    private long lastDay;
    private final byte[] lastInstantText = new byte[LONGEST_INSTANT];
    private int lastInstantLength;
    private Instant lastInstant = Instant.EPOCH;
    private String lastDurationText = "PT0S";
    private Duration lastDuration = Duration.ZERO;

    /** Of plain ASCII. */
    String text(byte[] chars, int offset, int length) {
        if (length == 0) {
            return "";
        }
        if (length > LONGEST) {
            return new String(chars, offset, length, ISO_8859_1);
        }
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + chars[i];
        }
        int place = place(hash);
        String known = texts[place];
        if (known != null && same(known, chars, offset, length)) {
            return known;
        }
        String text = new String(chars, offset, length, ISO_8859_1);
        texts[place] = text;
        return text;
    }

    private static boolean same(String known, byte[] chars, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }

    Duration duration(String text) {
        if (!text.equals(lastDurationText)) {
            lastDuration = Duration.parse(text);
            lastDurationText = text;
        }
        return lastDuration;
    }

    /** An instant in UTC to the second or finer, {@code 2026-01-01T00:00:05Z}; null where it is written otherwise. */
    @Nullable
    Instant instant(byte[] c, int offset, int length) {
        // The samples of a moment come together, and each tells it twice.
        if (length > 0 && Arrays.equals(lastInstantText, 0, lastInstantLength, c, offset, offset + length)) {
            return lastInstant;
        }
        Instant instant = parsed(c, offset, length);
        if (instant != null) {
            lastInstant = instant;
            lastInstantLength = length;
            System.arraycopy(c, offset, lastInstantText, 0, length);
        }
        return instant;
    }

    private @Nullable Instant parsed(byte[] c, int offset, int length) {
        int end = offset + length - 1;
        if (length < SECOND_LENGTH + 1
                || length > LONGEST_INSTANT
                || c[end] != 'Z'
                || c[offset + 4] != '-'
                || c[offset + 7] != '-'
                || c[offset + DAY_LENGTH] != 'T'
                || c[offset + 13] != ':'
                || c[offset + 16] != ':') {
            return null;
        }
        int year = number(c, offset, 4);
        int month = number(c, offset + 5, 2);
        int dayOfMonth = number(c, offset + 8, 2);
        int hour = number(c, offset + 11, 2);
        int minute = number(c, offset + 14, 2);
        int second = number(c, offset + 17, 2);
        int nanos = fraction(c, offset + SECOND_LENGTH, end);
        boolean date = year >= 0 && month >= 0 && dayOfMonth >= 0;
        boolean time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        return date && time && nanos >= 0
                ? shared(day(year, month, dayOfMonth) * 86_400 + hour * 3_600L + minute * 60L + second, nanos)
                : null;
    }

    /** @throws java.time.DateTimeException where there is no such day */
    private long day(int year, int month, int dayOfMonth) {
        int date = year * 10_000 + month * 100 + dayOfMonth;
        if (date != lastDate) {
            lastDay = LocalDate.of(year, month, dayOfMonth).toEpochDay();
            lastDate = date;
        }
        return lastDay;
    }

    private Instant shared(long second, int nanos) {
        int place = place(Long.hashCode(second) * 31 + nanos) & (INSTANTS - 1);
        Instant known = instants[place];
        if (known != null && known.getEpochSecond() == second && known.getNano() == nanos) {
            return known;
        }
        Instant instant = Instant.ofEpochSecond(second, nanos);
        instants[place] = instant;
        return instant;
    }

    /** What lies between the seconds and the Z, in nanoseconds; negative where it isn't a fraction. */
    private static int fraction(byte[] c, int from, int end) {
        if (from == end) {
            return 0;
        }
        int digits = end - from - 1;
        int value = c[from] == '.' && digits > 0 ? number(c, from + 1, digits) : -1;
        return value < 0 ? -1 : value * NANOS[digits];
    }

    /** Digits as a number; far below zero where one isn't a digit. */
    private static int number(byte[] c, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = c[i] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE / 2;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int place(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> 18;
    }
}
