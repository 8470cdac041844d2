package io.plimsoll.endtoend.reflection;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.spi.LoginModule;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.assignment.TaskAssignor;
import org.apache.kafka.streams.state.DslStoreSuppliers;
import org.apache.kafka.streams.state.RocksDBConfigSetter;

/** What Kafka's clients and Streams make from the name of a class in their settings. */
final class MadeByKafka {

    /** What such a class is. */
    private static final List<Class<?>> KINDS = List.of(
            Serializer.class,
            Deserializer.class,
            Serde.class,
            Partitioner.class,
            ProducerInterceptor.class,
            ConsumerInterceptor.class,
            ConsumerPartitionAssignor.class,
            MetricsReporter.class,
            AuthenticateCallbackHandler.class,
            LoginModule.class,
            DeserializationExceptionHandler.class,
            ProductionExceptionHandler.class,
            ProcessingExceptionHandler.class,
            TimestampExtractor.class,
            RocksDBConfigSetter.class,
            DslStoreSuppliers.class,
            ProcessorWrapper.class,
            TaskAssignor.class,
            KafkaClientSupplier.class);

    private MadeByKafka() {}

    /** Whether a class is of a kind that Kafka makes by name. */
    static boolean mayMake(Class<?> type) {
        return !type.isInterface() && KINDS.stream().anyMatch(kind -> kind.isAssignableFrom(type));
    }

    /** What every producer, consumer and administrator makes though nobody asked: the defaults of their settings. */
    static Set<Class<?>> ofEveryClient() {
        Set<Class<?>> made = new HashSet<>();
        for (ConfigDef settings :
                List.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())) {
            settings.defaultValues().values().forEach(value -> add(value, made));
        }
        return made;
    }

    /** The same of Streams and of the clients it makes for itself, under the settings it is given. */
    static Set<Class<?>> ofStreams(Map<String, String> given) {
        Map<String, Object> settings = new HashMap<>(given);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "any");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        StreamsConfig streams = new StreamsConfig(settings);
        Set<Class<?>> made = new HashSet<>();
        List.of(
                        streams.values(),
                        streams.getMainConsumerConfigs("any", "any", 0),
                        streams.getRestoreConsumerConfigs("any"),
                        streams.getProducerConfigs("any"),
                        streams.getAdminConfigs("any"))
                .forEach(each -> each.values().forEach(value -> add(value, made)));
        return made;
    }

    private static void add(Object value, Set<Class<?>> into) {
        if (value instanceof Class<?> type) {
            into.add(type);
        } else if (value instanceof Collection<?> many) {
            many.forEach(each -> add(each, into));
        } else if (value instanceof String text) {
            into.addAll(Names.in(text));
        }
    }
}
