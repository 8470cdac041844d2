package io.plimsoll.wire;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The topics, and the settings without which a service won't call them right. */
public enum Topic {
    FACTS("facts", Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", days(1))),
    ALERTS("alerts", readByAll("cleanup.policy", "compact")),
    ALERTS_HISTORY("alerts.history", readByAll("cleanup.policy", "delete", "retention.ms", days(30))),
    DECISIONS("decisions", readByAll("cleanup.policy", "delete", "retention.ms", days(7))),
    RECOMMENDATIONS("recommendations", readByAll("cleanup.policy", "compact")),
    MAINTENANCE_REQUESTS("maintenance.requests", Map.of("cleanup.policy", "delete", "retention.ms", days(30))),
    MAINTENANCE_STATUS("maintenance.status", readByAll("cleanup.policy", "compact")),
    /** What a term that died had not committed must still be there when the next one begins. */
    MAINTENANCE_JOURNAL("maintenance.journal", Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", days(1))),

    AUDIT("audit", readByAll("cleanup.policy", "delete", "retention.ms", days(90))),
    DEAD_LETTERS("dead-letters", readByAll("cleanup.policy", "delete", "retention.ms", days(14)));

    /** What topic names begin with unless configured otherwise. */
    public static final String DEFAULT_PREFIX = "plimsoll";

    private final String suffix;
    private final Map<String, String> settings;

    Topic(String suffix, Map<String, String> settings) {
        this.suffix = suffix;
        this.settings = settings;
    }

    /** The topic's name under a prefix: {@code plimsoll.facts}. */
    public String under(String prefix) {
        return prefix + "." + suffix;
    }

    /** The settings of Kafka's own names that the topic must have. */
    public Map<String, String> settings() {
        return settings;
    }

    /** The largest record that the topic must take, in bytes; 0 where any limit will do. */
    public long largestRecord() {
        return this == FACTS ? 1_000_000 : 0;
    }

    /** Whether a value of one of its settings will do. What is kept for longer than asked for is no fault. */
    public boolean accepts(String setting, String value) {
        String expected = settings.get(setting);
        return switch (setting) {
            case "retention.ms", "min.compaction.lag.ms" ->
                expected == null || keptAsLong(value, Long.parseLong(expected));
            default -> expected == null || expected.equals(value);
        };
    }

    private static boolean keptAsLong(String value, long expected) {
        return value.equals("-1") || (value.matches("[0-9]{1,19}") && Long.parseUnsignedLong(value) >= expected);
    }

    /** Whether the order of one cluster's records must hold over the whole topic, so that it is never repartitioned. */
    public boolean compacted() {
        return "compact".equals(settings.get("cleanup.policy"));
    }

    /**
     * The topic of that name under a prefix.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Topic named(String prefix, String name) {
        return Arrays.stream(values())
                .filter(topic -> topic.under(prefix).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of Plimsoll's topics"));
    }

    /** With a compression that every client can undo: kafkajs, for one, knows gzip alone. */
    private static Map<String, String> readByAll(String... settings) {
        var all = new TreeMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        all.put("compression.type", "gzip");
        return Collections.unmodifiableMap(all);
    }

    private static String days(int days) {
        return Long.toString(days * 86_400_000L);
    }
}
