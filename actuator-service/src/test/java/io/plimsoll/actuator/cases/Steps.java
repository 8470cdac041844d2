package io.plimsoll.actuator.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a process does to the world, counted: before and after each record of journal and answers, each commit, each write to a
 * node or pod. At the armed count the process ends as a SIGKILL ends it: no hook, no handler, no flush.
 */
public final class Steps {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static volatile int armed = Integer.MAX_VALUE;

    private Steps() {}

    static synchronized void arm(int at) {
        COUNT.set(0);
        armed = at == 0 ? Integer.MAX_VALUE : at;
        say("armed");
    }

    static synchronized void say(String line) {
        System.out.println("> " + line);
        System.out.flush();
    }

    private static synchronized void passed(String step) {
        int count = COUNT.incrementAndGet();
        say("step " + count + " " + step);
        if (count == armed) {
            Runtime.getRuntime().halt(137);
        }
    }

    /** Writes to the API server that maintenance is about; the lease's renewals come by the clock and are no steps. */
    static final class Calls implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            note("asks", request);
        }

        @Override
        public void after(
                HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            note("answered " + response.code(), request);
        }

        private static void note(String when, HttpRequest request) {
            String path = request.uri().getPath();
            boolean maintenance = path.contains("/nodes/") || path.contains("/pods/");
            if (maintenance && !request.method().equals("GET")) {
                passed(when + " " + request.method() + " " + path);
            }
        }
    }

    /** Records on their way to the journal and to those who asked, and offsets committed. */
    public static final class Records
            implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            if (counted(record.topic())) {
                passed("sends " + record.topic() + " " + new String(record.key(), UTF_8)
                        + (record.value() == null ? " gone" : ""));
            }
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception failure) {
            if (failure == null && counted(metadata.topic())) {
                passed("sent " + metadata.topic());
            }
        }

        private static boolean counted(String topic) {
            return topic.endsWith("journal") || topic.endsWith("status");
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            passed("committed");
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configuration) {}
    }
}
