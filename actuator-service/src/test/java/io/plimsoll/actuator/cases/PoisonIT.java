package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Topic;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A record that breaks the turn it comes in: here one that the journal's topic is too narrow for. */
class PoisonIT {

    private static final int NAMES = 200;

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void recordThatCanNotBeJournalledIsAnsweredAndKeptAndHoldsNobodyUp() {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.journalTakes(8 * 1024);
        Actuator actuator = yard.start();
        yard.drain("before", "hold", "n1");
        yard.awaitState("before", RequestState.HELD);

        yard.drain("poison", "hold", names());
        yard.drain("after", "uncordon", "n2");
        MaintenanceStatus poison = yard.awaitEnd("poison");
        MaintenanceStatus after = yard.awaitAnswer(
                "after", "waits behind the held one", status -> !status.guards().isEmpty());
        yard.request("done", "'action':{'type':'complete','nodes':{'names':['n1']}}");

        assertThat(poison.state()).isEqualTo(RequestState.FAILED);
        assertThat(poison.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.code()).isEqualTo("INTERNAL_FAULT");
            assertThat(cause.message()).contains("poison", "RecordTooLargeException");
            assertThat(cause.remedy()).isNotBlank();
        });
        assertThat(after.causes()).extracting(Cause::code).doesNotContain("INTERNAL_FAULT");
        assertThat(yard.awaitEnd("before").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.awaitEnd("after").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.read(Topic.DEAD_LETTERS, DeadLetter.class))
                .extracting(DeadLetter::code)
                .containsOnly("INTERNAL_FAULT");
        Yard.await("all is well again", () -> actuator.problems().isEmpty(), () -> actuator.problems()
                .toString());
        assertThat(actuator.warnings()).anySatisfy(line -> assertThat(line).contains("poison", "broke and was ended"));
        yard.assertWellAnswered("poison");
        yard.assertWellAnswered("before");
        yard.assertNoMarks();
    }

    /** As long as names may be, and of letters that no compression makes shorter. */
    private static String[] names() {
        var random = new Random(1);
        return IntStream.range(0, NAMES)
                .mapToObj(_ -> random.ints(60, 'a', 'z' + 1)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .toArray(String[]::new);
    }
}
