package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.detect.Detector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Detectors with other thresholds than their defaults: a detector's thresholds are its record's components. */
final class Tuning {

    private Tuning() {}

    /**
     * The detectors, tuned.
     *
     * @throws IllegalArgumentException in one line, where a code or a name is unknown or a value can't be read
     */
    static List<Detector> tuned(List<Detector> defaults, Map<String, Map<String, String>> rules, Set<String> disabled) {
        Set<String> codes = defaults.stream()
                .map(detector -> detector.code().code())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String code : rules.keySet()) {
            require(codes.contains(code), "plimsoll.analyzer.rules." + code + ": there is no rule of that code");
        }
        for (String code : disabled) {
            require(codes.contains(code), "plimsoll.analyzer.disabled: there is no rule " + code);
        }
        List<Detector> tuned = new ArrayList<>();
        for (Detector detector : defaults) {
            if (!disabled.contains(detector.code().code())) {
                tuned.add(tuned(detector, rules.getOrDefault(detector.code().code(), Map.of())));
            }
        }
        return tuned;
    }

    private static Detector tuned(Detector detector, Map<String, String> given) {
        if (given.isEmpty()) {
            return detector;
        }
        String prefix = "plimsoll.analyzer.rules." + detector.code().code() + ".";
        Map<String, String> open = new TreeMap<>();
        given.forEach((name, value) -> open.put(camel(name), value));
        RecordComponent[] components = detector.getClass().getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                String value = open.remove(components[i].getName());
                values[i] = value == null
                        ? components[i].getAccessor().invoke(detector)
                        : parsed(prefix + components[i].getName(), value, components[i].getType());
            }
            require(
                    open.isEmpty(),
                    prefix + String.join(", ", open.keySet()) + ": the rule has no such threshold; it has "
                            + names(components));
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (Detector) detector.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    prefix + "*: " + e.getTargetException().getMessage(), e);
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

    /** {@code min-free-percent} as {@code minFreePercent}. */
    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean hyphen = name.charAt(i) == '-' && i + 1 < name.length();
            camel.append(hyphen ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
