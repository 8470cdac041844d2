package io.plimsoll.benchmarks.watcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plimsoll.wire.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The limit of an initial sync: both lists in pages, each item written as it came, nothing understood.
 *
 * <p>The producer is set as the watcher's.
 */
final class CopySide implements Side {

    private static final JsonFactory JSON = new JsonMapper().getFactory();
    private static final int PAGE = 500;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;

    CopySide(String url, String bootstrap, String prefix) {
        this.url = url;
        this.topic = Topic.FACTS.under(prefix);
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void sync() throws Exception {
        try (ExecutorService lists = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> both = List.of(() -> copy("nodes"), () -> copy("pods"));
            for (Future<Void> each : lists.invokeAll(both)) {
                each.get();
            }
        }
        producer.flush();
    }

    private Void copy(String resource) throws IOException, InterruptedException {
        String next = "";
        do {
            String query = "?limit=" + PAGE
                    + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/" + resource + query))
                    .build();
            try (InputStream body =
                            http.send(request, BodyHandlers.ofInputStream()).body();
                    JsonParser page = JSON.createParser(body)) {
                next = page(page, resource);
            }
        } while (!next.isEmpty());
        return null;
    }

    private String page(JsonParser page, String resource) throws IOException {
        String next = "";
        page.nextToken();
        String field;
        while ((field = page.nextFieldName()) != null) {
            JsonToken value = page.nextToken();
            if (field.equals("metadata")) {
                next = page.<JsonNode>readValueAsTree().path("continue").asText("");
            } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
                while (page.nextToken() == JsonToken.START_OBJECT) {
                    write(page, resource);
                }
            } else {
                page.skipChildren();
            }
        }
        return next;
    }

    private long written;

    private void write(JsonParser item, String resource) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.copyCurrentStructure(item);
        }
        producer.send(new ProducerRecord<>(topic, resource + "/" + written++, bytes.toByteArray()));
    }

    @Override
    public void onChanges(long count, Runnable done) {
        throw new UnsupportedOperationException("a copy follows nothing");
    }

    @Override
    public void close() {
        producer.close();
        http.close();
    }
}
