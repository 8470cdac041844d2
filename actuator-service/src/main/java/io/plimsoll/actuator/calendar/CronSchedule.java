package io.plimsoll.actuator.calendar;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cron expression of five fields: minute, hour, day of month, month, day of week.
 *
 * <p>Lists, ranges, steps and English names are read; where both days are restricted, either will do, as in Vixie cron.
 *
 * @param times of a matching day, in order
 */
record CronSchedule(
        List<LocalTime> times,
        Set<Integer> daysOfMonth,
        Set<Integer> months,
        Set<Integer> daysOfWeek,
        boolean eitherDay) {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final Map<String, String> MACROS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *");
    private static final int LONGEST = 256;

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException naming the field that can't be read
     */
    static CronSchedule parse(String text) {
        String expression = MACROS.getOrDefault(text.strip(), text.strip());
        String[] fields = expression.split("\\s+");
        if (text.length() > LONGEST || fields.length != 5) {
            throw new IllegalArgumentException(
                    "cron '" + shown(text) + "' has not five fields" + " (minute hour day-of-month month day-of-week)");
        }
        Set<Integer> daysOfWeek = new TreeSet<>();
        field("day of week", fields[4], 0, 7, DAYS, 0).forEach(day -> daysOfWeek.add(day % 7));
        return new CronSchedule(
                times(field("minute", fields[0], 0, 59, List.of(), 0), field("hour", fields[1], 0, 23, List.of(), 0)),
                field("day of month", fields[2], 1, 31, List.of(), 0),
                field("month", fields[3], 1, 12, MONTHS, 1),
                daysOfWeek,
                !any(fields[2]) && !any(fields[4]));
    }

    boolean matches(LocalDate day) {
        boolean ofMonth = daysOfMonth.contains(day.getDayOfMonth());
        boolean ofWeek = daysOfWeek.contains(day.getDayOfWeek().getValue() % 7);
        return months.contains(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private static boolean any(String field) {
        return field.startsWith("*") || field.equals("?");
    }

    private static List<LocalTime> times(Set<Integer> minutes, Set<Integer> hours) {
        List<LocalTime> times = new ArrayList<>();
        hours.forEach(hour -> minutes.forEach(minute -> times.add(LocalTime.of(hour, minute))));
        return List.copyOf(times);
    }

    private static Set<Integer> field(String what, String text, int least, int most, List<String> names, int first) {
        Set<Integer> values = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            String[] bounds = stepped[0].split("-", -1);
            boolean all = stepped[0].equals("*") || stepped[0].equals("?");
            if (stepped.length > 2 || bounds.length > 2) {
                throw unreadable(what, text);
            }
            int step = stepped.length == 2 ? number(what, text, stepped[1]) : 1;
            int from = all ? least : value(what, text, bounds[0], names, first);
            boolean open = all || (stepped.length == 2 && bounds.length == 1);
            int to = open ? most : value(what, text, bounds[bounds.length - 1], names, first);
            if (from < least || to > most || from > to || step < 1) {
                throw unreadable(what, text);
            }
            for (int value = from; value <= to; value += step) {
                values.add(value);
            }
        }
        return values;
    }

    private static int value(String what, String text, String value, List<String> names, int first) {
        int named = names.indexOf(value.toUpperCase(Locale.ROOT));
        return named >= 0 ? named + first : number(what, text, value);
    }

    private static int number(String what, String text, String digits) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unreadable(what, text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException unreadable(String what, String text) {
        return new IllegalArgumentException("cron field " + what + " '" + shown(text) + "' can't be read");
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
