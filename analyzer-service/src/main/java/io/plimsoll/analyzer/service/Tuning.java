package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.wire.start.Faults;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Detectors with other thresholds than their defaults: a detector's thresholds are its record's components. */
final class Tuning {

    private static final String RULES = "plimsoll.analyzer.rules.";

    private Tuning() {}

    /**
     * The detectors, tuned. Codes and names may be written as an environment variable has them, without their capitals and
     * with other signs for hyphens.
     *
     * @throws IllegalArgumentException with one line for each code or name that is unknown and each value that can't be read
     */
    static List<Detector> tuned(List<Detector> defaults, Map<String, Map<String, String>> rules, Set<String> disabled) {
        Faults faults = new Faults();
        Map<String, Map<String, String>> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rules.forEach((code, thresholds) -> given.merge(code, thresholds, Tuning::together));
        Set<String> off = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        off.addAll(disabled);
        Set<String> codes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        defaults.forEach(detector -> codes.add(detector.code().code()));
        given.forEach((code, thresholds) -> faults.require(
                codes.contains(code),
                RULES + code + " is " + thresholds + ", expected no such key: there is no rule of that code"));
        off.forEach(code -> faults.require(
                codes.contains(code),
                "plimsoll.analyzer.disabled is \"" + code + "\", expected codes of rules: there is no rule " + code));
        List<Detector> tuned = new ArrayList<>();
        for (Detector detector : defaults) {
            if (!off.contains(detector.code().code())) {
                Map<String, String> own = given.getOrDefault(detector.code().code(), Map.of());
                tuned.add(own.isEmpty() ? detector : tuned(detector, own, faults));
            }
        }
        faults.throwIfAny();
        return tuned;
    }

    private static Map<String, String> together(Map<String, String> left, Map<String, String> right) {
        Map<String, String> both = new TreeMap<>(left);
        both.putAll(right);
        return both;
    }

    private static Detector tuned(Detector detector, Map<String, String> given, Faults faults) {
        String prefix = RULES + detector.code().code() + ".";
        Map<String, Map.Entry<String, String>> open = new TreeMap<>();
        given.entrySet().forEach(each -> open.put(plain(each.getKey()), each));
        RecordComponent[] components = detector.getClass().getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                RecordComponent component = components[i];
                var entry = open.remove(plain(component.getName()));
                Object parsed = entry == null
                        ? null
                        : faults.gather(
                                () -> parsed(prefix + component.getName(), entry.getValue(), component.getType()));
                values[i] = parsed == null ? component.getAccessor().invoke(detector) : parsed;
            }
            open.values()
                    .forEach(each -> faults.require(
                            false,
                            prefix + each.getKey() + " is \"" + each.getValue()
                                    + "\", expected no such key: the rule has no such threshold; it has "
                                    + names(components)));
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (Detector) detector.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            faults.require(
                    false,
                    prefix + "* is " + given + ", expected otherwise: "
                            + e.getTargetException().getMessage());
            return detector;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the thresholds of " + detector.code().code() + " can't be set", e);
        }
    }

    private static Object parsed(String key, String value, Class<?> type) {
        try {
            if (type == int.class) {
                return Integer.parseInt(value);
            }
            if (type == long.class) {
                return Long.parseLong(value);
            }
            if (type == double.class) {
                return Double.parseDouble(value);
            }
            if (type == boolean.class) {
                return Boolean.parseBoolean(value);
            }
            if (type == Duration.class) {
                return Duration.parse(value);
            }
            if (type == String.class) {
                return value;
            }
            if (type == Set.class) {
                return Set.of(value.split("\\s*,\\s*"));
            }
            if (type == List.class) {
                return List.of(value.split("\\s*,\\s*"));
            }
        } catch (NumberFormatException | DateTimeParseException e) {
            String expected = type == Duration.class ? "a duration like PT30S" : "a number";
            throw new IllegalArgumentException(key + " is \"" + value + "\", expected " + expected, e);
        }
        throw new IllegalArgumentException(key + " can't be configured");
    }

    private static String names(RecordComponent[] components) {
        return Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "));
    }

    /** {@code min-free-percent}, {@code minFreePercent} and {@code MIN_FREE_PERCENT} are the same. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
