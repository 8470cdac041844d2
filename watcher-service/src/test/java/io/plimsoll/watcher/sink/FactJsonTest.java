package io.plimsoll.watcher.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.watcher.project.Golden;
import io.plimsoll.watcher.project.KubernetesObject;
import io.plimsoll.watcher.project.Ledger;
import io.plimsoll.watcher.project.LogRecord;
import io.plimsoll.watcher.project.Projector;
import io.plimsoll.watcher.project.Sighting;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FactJsonTest {

    static List<String> cases() {
        return Golden.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void factIsWrittenAsTheMapperWritesIt(String name) throws JsonProcessingException {
        for (LogRecord record : records(name)) {
            Fact fact = record.fact();

            assertThat(new String(FactJson.of(fact, record.content()), UTF_8))
                    .isEqualTo(Json.mapper().writeValueAsString(fact));
        }
    }

    @Test
    void bodyOfAPodIsWrittenOnceOnly() {
        assertThat(records("pod-running-ready"))
                .singleElement()
                .satisfies(record -> assertThat(record.content().json()).isNotNull());
    }

    private static List<LogRecord> records(String name) {
        return new Ledger("eu1", new Projector(), Ledger.Liveness.DEFAULT)
                .seen(
                        KubernetesObject.of(Golden.object(name)),
                        new Sighting(Instant.parse("2030-01-01T00:00:00Z"), Origin.SNAPSHOT, 1));
    }
}
