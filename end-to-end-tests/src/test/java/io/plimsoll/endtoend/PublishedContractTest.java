package io.plimsoll.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.Topic;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The check of a whole run's records would be worth nothing if it passed everything. */
class PublishedContractTest {

    private static final String REQUEST = """
            {"id": "p", "cluster": "eu1", "action": {"type": "drain", "nodes": {"names": ["n1"]}}}""";

    private final PublishedContract contract = new PublishedContract();

    @Test
    void aRecordAsPublishedHasNoFaults() {
        assertThat(contract.faults(record(REQUEST, null))).isEmpty();
    }

    @Test
    void aMissingHeaderIsAFault() {
        assertThat(contract.faults(record(REQUEST, "ce_id")))
                .hasSize(1)
                .first()
                .asString()
                .contains("ce_id");
    }

    @Test
    void aFieldOfAnotherTypeIsAFault() {
        assertThat(contract.faults(record(REQUEST.replace("[\"n1\"]", "\"n1\""), null)))
                .isNotEmpty();
    }

    @Test
    void anInstantThatIsNoneIsAFault() {
        String request = REQUEST.replace("\"cluster\"", "\"notBefore\": \"tomorrow\", \"cluster\"");

        assertThat(contract.faults(record(request, null))).isNotEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(String value, String without) {
        var record = new ConsumerRecord<>(
                Topic.MAINTENANCE_REQUESTS.under(Topic.DEFAULT_PREFIX),
                0,
                0,
                "eu1".getBytes(UTF_8),
                value.getBytes(UTF_8));
        CloudEvents.headers(new CloudEvents.Context(
                        "p", "/pipeline", MaintenanceRequest.TYPE, Instant.parse("2026-01-01T00:00:00Z"), "p"))
                .stream()
                .filter(header -> !header.key().equals(without))
                .forEach(record.headers()::add);
        return record;
    }
}
