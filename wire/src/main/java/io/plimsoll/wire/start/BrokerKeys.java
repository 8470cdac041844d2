package io.plimsoll.wire.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** What a Kafka client would refuse of the keys by which it is told how to reach the broker. */
public final class BrokerKeys {

    private static final String OURS = "kafka.";
    private static final String VARIABLE = "KAFKA_";

    private BrokerKeys() {}

    /**
     * A line for each value that can't be, by name.
     *
     * @param given keys that begin with {@code kafka.} or, as variables, with {@code KAFKA_}; any others are passed over
     */
    public static List<String> faults(Map<String, String> given) {
        ConfigDef known = AdminClientConfig.configDef();
        Map<String, String> told = new TreeMap<>();
        given.forEach((name, value) -> {
            String key =
                    name.startsWith(VARIABLE) ? name.toLowerCase(Locale.ROOT).replace('_', '.') : name;
            if (key.startsWith(OURS) && known.names().contains(key.substring(OURS.length()))) {
                told.put(key.substring(OURS.length()), value);
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
