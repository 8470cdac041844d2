package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.journal.Journal;
import io.plimsoll.actuator.journal.JournalWriter;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.messaging.AnswerWriter;
import io.plimsoll.actuator.messaging.AnswersGiven;
import io.plimsoll.actuator.messaging.FencedProducer;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.actuator.messaging.Outbox;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One term writes at a time: whoever begins ends what the one before still had to write, and loses nothing that it wrote. */
class FencingIT {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final Yard yard = new Yard(1);
    private final KafkaSettings settings = yard.kafkaSettings();
    private final Outbox outbox = new Outbox(settings);

    @AfterEach
    void close() {
        outbox.close();
        yard.close();
    }

    private static MaintenanceStatus answer(String request, int number, String node) {
        return new MaintenanceStatus(
                request,
                Yard.CLUSTER,
                RequestState.RUNNING,
                false,
                0,
                false,
                node,
                "Draining",
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                null,
                null,
                NOW.plusSeconds(number));
    }

    private static Map<String, Remembered> pauses(String by) {
        return Map.of("pauses", new Remembered.Pauses(List.of(new Pause(by, Scope.cluster(), "test", null))));
    }

    private static List<String> remembered(Ledger ledger) {
        return ledger.pauses().stream().map(Pause::by).toList();
    }

    private static void say(AnswerWriter writer, MaintenanceStatus status) throws Exception {
        writer.answer(status).get(60, TimeUnit.SECONDS);
    }

    @Test
    void answersOfAnEarlierTermAreRefusedFromTheBeginningOfTheNext() throws Exception {
        try (AnswerWriter earlier = AnswerWriter.begin(settings, outbox)) {
            say(earlier, answer("r1", 1, "n1"));
            try (AnswerWriter later = AnswerWriter.begin(settings, outbox)) {
                say(later, answer("r1", 2, "n1"));

                assertThatThrownBy(() -> say(earlier, answer("r1", 3, "n1")))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(FencedProducer.Over.class)
                        .hasMessageContainingAll("another instance writes for cluster eu1", "second installation");
                say(later, answer("r1", 4, "n1"));
            }
            assertThat(earlier.over()).isNotNull();
        }

        assertThat(yard.answers("r1"))
                .extracting(MaintenanceStatus::updatedAt)
                .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(4));
        assertThat(AnswersGiven.read(settings, "r1"::equals)).isEqualTo(Map.of("r1", NOW.plusSeconds(4)));
    }

    @Test
    void anAnswerThatIsTooLargeHoldsUpNoOther() throws Exception {
        try (AnswerWriter writer = AnswerWriter.begin(settings, outbox)) {
            var tooLarge = writer.answer(answer("r2", 1, "x".repeat(20 << 20)));
            var next = writer.answer(answer("r2", 2, "n1"));

            next.get(60, TimeUnit.SECONDS);
            assertThatThrownBy(tooLarge::get).isInstanceOf(ExecutionException.class);
            assertThat(writer.over()).isNull();
        }

        assertThat(yard.answers("r2")).hasSize(1);
    }

    @Test
    void theJournalOfAnEarlierTermIsClosedByTheNextWhichKeepsAllThatWasAcknowledged() throws Exception {
        try (JournalWriter earlier = JournalWriter.begin(settings)) {
            Journal before = new Journal(settings, earlier, Yard.CLUSTER);
            before.write(pauses("first"), 1, NOW);
            before.write(pauses("acknowledged"), 1, NOW); // neither is committed

            try (JournalWriter later = JournalWriter.begin(settings)) {
                Journal after = new Journal(settings, later, Yard.CLUSTER);
                Ledger found = after.read();
                after.writeAnew(2, NOW);

                assertThat(remembered(found)).containsExactly("acknowledged");
                assertThat(yard.read(Topic.MAINTENANCE_JOURNAL, Object.class))
                        .as("what compaction keeps")
                        .singleElement()
                        .asString()
                        .contains("acknowledged");
                assertThatThrownBy(() -> before.write(pauses("late"), 1, NOW))
                        .isInstanceOf(FencedProducer.Over.class)
                        .hasMessageContaining("another instance writes for cluster eu1");
                assertThat(remembered(after.read())).containsExactly("acknowledged");
            }
        }
    }
}
