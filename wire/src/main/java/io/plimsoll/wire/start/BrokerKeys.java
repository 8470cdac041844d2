package io.plimsoll.wire.start;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** What a Kafka client would refuse of the keys by which it is told how to reach the broker. */
public final class BrokerKeys {

    private static final String OURS = "kafka.";
    private static final String VARIABLE = "KAFKA_";

    private BrokerKeys() {}

    /**
     * Kafka's own key of a name that begins with {@code kafka.} or, as a variable, with {@code KAFKA_}; empty for any other
     * name. Kafka's keys have no sign but letters and dots.
     */
    public static String key(String name) {
        if (name.startsWith(VARIABLE)) {
            return name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '.');
        }
        return name.startsWith(OURS) ? name.substring(OURS.length()) : "";
    }

    /**
     * A line for each value that can't be, by name.
     *
     * @param names of all that is configured; those without a {@link #key} are passed over
     * @param value of a name, where it has one
     */
    public static List<String> faults(Iterable<String> names, Function<String, Optional<String>> value) {
        Map<String, String> given = new HashMap<>();
        names.forEach(name -> {
            if (!key(name).isEmpty()) {
                value.apply(name).ifPresent(found -> given.put(name, found));
            }
        });
        return faults(given);
    }

    /** Likewise of names with their values. */
    static List<String> faults(Map<String, String> given) {
        ConfigDef known = AdminClientConfig.configDef();
        Map<String, String> told = new TreeMap<>();
        given.forEach((name, value) -> {
            if (known.names().contains(key(name))) {
                told.put(key(name), value);
            }
        });
        Map<String, ConfigValue> judged = known.validateAll(told);
        List<String> faults = new ArrayList<>();
        told.forEach((key, value) -> {
            ConfigValue judgement = judged.get(key);
            if (judgement != null && !judgement.errorMessages().isEmpty()) {
                faults.add(Faults.wrong(
                        OURS + key, value, expected(judgement.errorMessages().getFirst())));
            }
        });
        return faults;
    }

    /** Kafka says it after the name of the key. */
    private static String expected(String message) {
        int colon = message.indexOf(": ");
        return colon < 0 ? message : message.substring(colon + 2);
    }
}
