package io.plimsoll.analyzer.detect.autoscaler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One node group as the cluster-autoscaler's status has it.
 *
 * @param minSize negative where it isn't said
 * @param maxSize likewise
 * @param scaleUp {@code NoActivity}, {@code InProgress}, {@code Backoff}, {@code NoNeeded}; empty where it isn't said
 * @param errorCode why it backs off; empty where it isn't said
 */
public record NodeGroupStatus(String name, int minSize, int maxSize, String scaleUp, String errorCode, String message) {

    private static final Pattern FIELD = Pattern.compile("^(\\s*)(- +)?([A-Za-z]+):(?:\\s+(.*))?$");
    private static final Pattern SIZES = Pattern.compile("minSize=(\\d+), maxSize=(\\d+)");

    public boolean backsOff() {
        return scaleUp.equals("Backoff");
    }

    /**
     * Reads the status ConfigMap: YAML from about 1.30 on, plain text before. What it doesn't know it passes over; text
     * of neither form gives an empty list.
     */
    public static List<NodeGroupStatus> parse(String text) {
        List<String> lines = text.lines().toList();
        int yaml = lines.indexOf("nodeGroups:");
        if (yaml >= 0) {
            return yaml(lines.subList(yaml + 1, lines.size()));
        }
        int plain = lines.indexOf("NodeGroups:");
        return plain < 0 ? List.of() : plain(lines.subList(plain + 1, lines.size()));
    }

    private static List<NodeGroupStatus> yaml(List<String> lines) {
        List<NodeGroupStatus> groups = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        String section = "";
        int item = -1;
        for (String line : lines) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                continue;
            }
            boolean dash = field.group(2) != null;
            int indent = field.group(1).length() + (dash ? field.group(2).length() : 0);
            if (indent == 0) {
                break;
            }
            item = item < 0 && dash ? indent : item;
            if (dash && indent == item && !fields.isEmpty()) {
                groups.add(of(fields));
                fields = new HashMap<>();
            }
            section = indent == item ? field.group(3) : section;
            fields.putIfAbsent(
                    indent == item ? field.group(3) : section + "." + field.group(3), scalar(field.group(4)));
        }
        if (!fields.isEmpty()) {
            groups.add(of(fields));
        }
        return groups;
    }

    private static NodeGroupStatus of(Map<String, String> fields) {
        return new NodeGroupStatus(
                fields.getOrDefault("name", ""),
                number(fields.get("health.minSize")),
                number(fields.get("health.maxSize")),
                fields.getOrDefault("scaleUp.status", ""),
                fields.getOrDefault("scaleUp.errorCode", ""),
                fields.getOrDefault("scaleUp.errorMessage", ""));
    }

    private static List<NodeGroupStatus> plain(List<String> lines) {
        List<NodeGroupStatus> groups = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                continue;
            }
            String value = scalar(field.group(4));
            switch (field.group(3)) {
                case "Name" -> {
                    if (!fields.isEmpty()) {
                        groups.add(of(fields));
                    }
                    fields = new HashMap<>(Map.of("name", value));
                }
                case "Health" -> sizes(value, fields);
                case "ScaleUp" -> fields.put("scaleUp.status", value.split("\\s", 2)[0]);
                default -> {
                    // probe times, transitions and scale-down say nothing that is asked here
                }
            }
        }
        if (!fields.isEmpty()) {
            groups.add(of(fields));
        }
        return groups;
    }

    private static void sizes(String health, Map<String, String> fields) {
        Matcher sizes = SIZES.matcher(health);
        if (sizes.find()) {
            fields.put("health.minSize", sizes.group(1));
            fields.put("health.maxSize", sizes.group(2));
        }
    }

    private static String scalar(@org.jspecify.annotations.Nullable String value) {
        if (value == null) {
            return "";
        }
        String trimmed = value.trim();
        boolean quoted = trimmed.length() >= 2
                && (trimmed.startsWith("\"") || trimmed.startsWith("'"))
                && trimmed.charAt(trimmed.length() - 1) == trimmed.charAt(0);
        return quoted ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits != null && digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }
}
