package io.plimsoll.analyzer.detect;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them, for summaries. */
public final class Words {

    private static final int LISTED = 5;

    private Words() {}

    /** {@code 45 s}, {@code 12 min}, {@code 3 h 20 min}, {@code 2 d 4 h}. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        if (seconds < 172_800) {
            return seconds / 3600 + " h" + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
        }
        return seconds / 86_400 + " d" + (seconds % 86_400 < 3600 ? "" : " " + seconds % 86_400 / 3600 + " h");
    }

    /** One decimal, without a needless zero: {@code 12.5}, {@code 25}. */
    public static String of(double number) {
        String text = String.format(Locale.ROOT, "%.1f", number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** The first few, and how many more: {@code n1, n2, n3, n4, n5 and 7 more}. */
    public static String list(List<String> names) {
        if (names.size() <= LISTED) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, LISTED)) + " and " + (names.size() - LISTED) + " more";
    }

    /** {@code once}, {@code 3 times}. */
    public static String times(long number) {
        return number == 1 ? "once" : number + " times";
    }

    /** {@code 1 pod}, {@code 3 pods}. */
    public static String count(long number, String one) {
        return number + " " + (number == 1 ? one : one + "s");
    }
}
