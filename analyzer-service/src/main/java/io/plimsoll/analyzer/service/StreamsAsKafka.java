package io.plimsoll.analyzer.service;

import io.plimsoll.wire.start.BrokerKeys;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the broker is reached is said once, under {@code kafka.*}, as to the other services (docs/security.md): whatever Streams
 * isn't told of {@code security}, {@code sasl} and {@code ssl} itself, it takes from there.
 */
public final class StreamsAsKafka implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1;

    private static final String OF_STREAMS = "kafka-streams.";
    private static final String OF_KAFKA = "kafka.";
    private static final List<String> WAY = List.of("security.", "sasl.", "ssl.");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue own = context.proceed(name);
        if (own != null || !name.startsWith(OF_STREAMS)) {
            return own;
        }
        String key = name.substring(OF_STREAMS.length());
        ConfigValue shared = isOfTheWay(key) ? context.proceed(OF_KAFKA + key) : null;
        return shared == null ? null : shared.withName(name);
    }

    /** Streams takes the keys that it finds by name. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        context.iterateNames().forEachRemaining(name -> {
            names.add(name);
            String key = BrokerKeys.key(name);
            if (isOfTheWay(key)) {
                names.add(OF_STREAMS + key);
            }
        });
        return names.iterator();
    }

    private static boolean isOfTheWay(String key) {
        return WAY.stream().anyMatch(key::startsWith);
    }
}
