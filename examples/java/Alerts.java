// Prints every alert as it comes: java -cp 'kafka-clients.jar:…' examples/java/Alerts.java [broker]
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

class Alerts {
    public static void main(String[] arguments) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", arguments.length > 0 ? arguments[0] : "localhost:9092",
                "group.id", "plimsoll-consumer-java",
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("plimsoll.alerts"));
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() == null) {
                        System.out.println("forgotten " + record.key()); // the alert is over and out of the topic
                        continue;
                    }
                    // A higher major version is another contract: pass it over, or fail, but don't guess.
                    String type = new String(record.headers().lastHeader("ce_type").value(), UTF_8);
                    if (type.equals("io.plimsoll.alert.v1")) {
                        System.out.println(record.key() + " " + record.value());
                    }
                }
            }
        }
    }
}
