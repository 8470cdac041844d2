// Asks for a node to be drained: java -cp 'kafka-clients.jar:…' examples/java/Drain.java [broker [cluster [node [id]]]]
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

class Drain {
    public static void main(String[] arguments) throws Exception {
        String broker = arguments.length > 0 ? arguments[0] : "localhost:9092";
        String cluster = arguments.length > 1 ? arguments[1] : "sandbox";
        String node = arguments.length > 2 ? arguments[2] : "n1";
        String id = arguments.length > 3 ? arguments[3] : "patch-" + node; // the same id is the same request
        String request = """
                {"id": "%s", "cluster": "%s", "requestedBy": "example-java", "reason": "kernel",
                 "action": {"type": "drain", "nodes": {"names": ["%s"]}, "then": "uncordon"}}"""
                .formatted(id, cluster, node);
        var record = new ProducerRecord<>("plimsoll.maintenance.requests", cluster, request);
        Map.of("ce_specversion", "1.0", "ce_id", id, "ce_source", "/examples/java", "ce_subject", id,
                        "ce_type", "io.plimsoll.maintenance.request.v1", "ce_time", Instant.now().toString(),
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker), new StringSerializer(), new StringSerializer())) {
            producer.send(record).get(); // the answers come on plimsoll.maintenance.status, by this id
        }
        System.out.println("asked " + id);
    }
}
