package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.calendar.WindowSetting;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When requests are served, and that each is answered once and for all. */
class AnswersIT {

    private static final Calendar NIGHTS = Calendar.of(
            List.of(WindowSetting.weekly("nights", List.of("Mon-Fri"), "22:00", "04:00", "Europe/Berlin")), List.of());
    /** 03:00 in Berlin on a Saturday, and on the Monday after. */
    private static final Instant SATURDAY = Instant.parse("2026-01-10T02:00:00Z");

    private static final Instant MONDAY = Instant.parse("2026-01-12T02:00:00Z");

    @Test
    void case49FridaysTailIsOpenOnSaturdayMorning() {
        try (Yard yard = new Yard(30, SATURDAY).with(settings -> Limits.within(settings, NIGHTS))) {
            yard.nodes(3).deploymentOn("n1", "cart", 1);
            yard.start();

            yard.drain("r49", "uncordon", "n1");

            assertThat(yard.awaitEnd("r49").state()).isEqualTo(RequestState.SUCCEEDED);
        }
    }

    @Test
    void case49MondayMorningIsClosedUntilTheEvening() {
        try (Yard yard = new Yard(30, MONDAY).with(settings -> Limits.within(settings, NIGHTS))) {
            yard.nodes(3).deploymentOn("n1", "cart", 1);
            yard.start();

            yard.drain("r49", "uncordon", "n1");
            MaintenanceStatus deferred = yard.awaitState("r49", RequestState.DEFERRED);

            assertThat(deferred.guards()).anySatisfy(guard -> {
                assertThat(guard.code()).isEqualTo("WINDOW");
                assertThat(guard.opensAt()).isEqualTo(Instant.parse("2026-01-12T21:00:00Z"));
            });
            assertThat(yard.evictions()).isEmpty();
            assertThat(yard.cordoned("n1")).isFalse();
        }
    }

    @Test
    void case65RequestThatComesWhileAnotherRunsIsServedAfterwards() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 2);
            yard.budget("cart", "cart", "'maxUnavailable': 1");
            yard.start();
            yard.drain("r65a", "uncordon", "n1");
            yard.awaitState("r65a", RequestState.RUNNING);

            yard.drain("r65b", "uncordon", "n2");

            assertThat(yard.awaitEnd("r65b").state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(yard.awaitEnd("r65a").state()).isEqualTo(RequestState.SUCCEEDED);
        }
    }

    @Test
    void case70EveryAcceptedRequestHasOneEndAndItsProgressNeverGoesBack() {
        try (Yard yard = new Yard(60).with(Limits::quick)) {
            yard.nodes(4).deploymentOn("n1", "cart", 3);
            yard.deploymentOn("n3", "single", 1);
            yard.budget("single", "single", "'minAvailable': 1");
            yard.start();

            yard.drain("r70a", "uncordon", "n1", "n2");
            yard.drain("r70b", "uncordon", "n3");
            yard.drain("r70c", "uncordon", "nowhere");

            for (String request : List.of("r70a", "r70b", "r70c")) {
                yard.awaitEnd(request);
                yard.assertWellAnswered(request);
                assertThat(yard.answers(request).stream().filter(MaintenanceStatus::terminal))
                        .hasSize(1);
                assertThat(yard.answers(request))
                        .extracting(MaintenanceStatus::progress)
                        .isSorted();
            }
            assertThat(yard.awaitEnd("r70c").causes()).allSatisfy(cause -> {
                assertThat(cause.code()).isEqualTo("NODE_NOT_FOUND");
                assertThat(cause.remedy()).isNotBlank();
            });
        }
    }

    @Test
    void planSaysWhatADrainWouldDoAndTouchesNothing() {
        try (Yard yard = new Yard(60)) {
            yard.nodes(3).deploymentOn("n1", "cart", 2);
            yard.start();

            yard.request("plan", "'action':{'type':'plan','nodes':{'names':['n1','nowhere']}}");
            MaintenanceStatus end = yard.awaitEnd("plan");

            assertThat(end.state()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(end.nodes()).containsEntry("n1", "go");
            assertThat(end.causes()).extracting(MaintenanceStatus.Cause::code).contains("NODE_NOT_FOUND");
            assertThat(String.valueOf(end.plan())).contains("cart-");
            assertThat(yard.acts()).isEmpty();
            yard.assertWellAnswered("plan");
        }
    }
}
