package io.plimsoll.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The published AsyncAPI document with its schemas, held against records as others would get them. */
final class PublishedContract {

    private static final Path CONTRACTS =
            Path.of(System.getProperty("plimsoll.root")).resolve("docs/contracts");

    /** What a topic's records must be. */
    private record Promise(JsonSchema headers, JsonSchema value) {}

    private final Map<String, Promise> promises = new HashMap<>();

    PublishedContract() {
        JsonNode document = read(CONTRACTS.resolve("asyncapi.json"));
        document.path("channels").forEach(channel -> {
            JsonNode reference = channel.path("messages").elements().next().path("$ref");
            JsonNode message = document.at(reference.asText().substring(1));
            JsonNode value =
                    read(CONTRACTS.resolve(message.at("/payload/schema/$ref").asText()));
            promises.put(channel.path("address").asText(), new Promise(schema(message.path("headers")), schema(value)));
        });
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSchema schema(JsonNode node) {
        SchemaValidatorsConfig strict =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(node, strict);
    }

    /** What is wrong with a record, one line each; none when it is as published. A tombstone has nothing to be wrong. */
    List<String> faults(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return List.of();
        }
        Promise promise = promises.get(record.topic());
        if (promise == null) {
            return List.of(record.topic() + " is no channel of the contract");
        }
        List<String> faults = new ArrayList<>();
        String where = record.topic() + "-" + record.partition() + "@" + record.offset() + " ";
        promise.headers().validate(headers(record)).forEach(fault -> faults.add(where + "header " + fault));
        try {
            promise.value()
                    .validate(Json.mapper().readTree(record.value()))
                    .forEach(fault -> faults.add(where + fault));
        } catch (IOException e) {
            faults.add(where + "is no JSON: " + e.getMessage());
        }
        return faults;
    }

    private static ObjectNode headers(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode headers = Json.mapper().createObjectNode();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }

    /** Everything that is on the public topics now, in no particular order. */
    static List<ConsumerRecord<byte[], byte[]>> everything(String bootstrapServers, String prefix) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", "50"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                if (topic != Topic.MAINTENANCE_JOURNAL) {
                    consumer.partitionsFor(topic.under(prefix))
                            .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
