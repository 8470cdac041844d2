package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A false alarm asks for three quarters of the nodes: the limits hold, the rest waits, and nothing of it is done later. */
class StormIT {

    private static final int NODES = 12;
    private static final int ASKED = 9;
    private static final int LIMIT = 3;

    private final Yard yard = new Yard(30).with(StormIT::limits);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void afterTheAlarmIsCalledOffNoneOfTheRestIsTouched() {
        yard.nodes(NODES);
        yard.start();
        try (OutNodes out = new OutNodes(yard)) {
            storm(Duration.ofHours(6));
            Yard.await("as many are cordoned as may be", () -> cordoned() == LIMIT);
            aMomentLater(Duration.ofMinutes(2));
            assertThat(cordoned()).as("while the storm lasts").isEqualTo(LIMIT);

            // Those that wait are called off first: one that stands while there is room is carried out, and rightly so.
            IntStream.iterate(ASKED, i -> i > 0, i -> i - 1)
                    .forEach(i -> send("u-" + i, Action.UNCORDON_NODE, i, Duration.ofHours(6), "d-" + i));
            Yard.await("all are uncordoned", () -> cordoned() == 0);
            proveIdle();

            assertThat(out.most()).as("nodes out at once").isEqualTo(LIMIT);
            assertThat(touched()).as("nodes ever cordoned by a decision").hasSize(LIMIT);
        }
    }

    @Tag("long")
    @Test
    void onceTheAlarmIsOutOfDateNoneOfTheRestIsTouched() {
        yard.nodes(NODES);
        yard.start();
        try (OutNodes out = new OutNodes(yard)) {
            storm(Duration.ofMinutes(10));
            Yard.await("as many are cordoned as may be", () -> cordoned() == LIMIT);
            Instant over = yard.clock().instant().plus(Duration.ofMinutes(11));
            Yard.await("the decisions expire", () -> yard.clock().instant().isAfter(over));

            yard.nodeNames().stream().filter(yard::cordoned).forEach(node -> yard.unschedulable(node, false));
            proveIdle();

            assertThat(out.most()).as("nodes out at once").isEqualTo(LIMIT);
            assertThat(touched()).as("nodes ever cordoned by a decision").hasSize(LIMIT);
        }
    }

    private void storm(Duration holds) {
        IntStream.rangeClosed(1, ASKED).forEach(i -> send("d-" + i, Action.CORDON_NODE, i, holds, null));
    }

    private long cordoned() {
        return yard.nodeNames().stream().filter(yard::cordoned).count();
    }

    /** There would have been room and time; and all that was sent has been handled. */
    private void proveIdle() {
        aMomentLater(Duration.ofMinutes(2));
        yard.drain("r-after", "uncordon", "n12");
        assertThat(yard.awaitEnd("r-after").state()).isEqualTo(RequestState.SUCCEEDED);
        yard.assertNoMarks();
    }

    private void aMomentLater(Duration later) {
        Instant then = yard.clock().instant().plus(later);
        Yard.await(later + " of cluster time", () -> yard.clock().instant().isAfter(then));
    }

    private List<String> touched() {
        return yard.calls().stream()
                .filter(call -> call.bodyExcerpt().contains("unschedulable"))
                .map(AuditEntry::name)
                .filter(node -> !node.equals("n12"))
                .distinct()
                .toList();
    }

    private void send(String id, Action action, int node, Duration holds, @Nullable String supersedes) {
        Instant now = yard.clock().instant();
        Decision decision = new Decision(
                id,
                Yard.CLUSTER,
                action,
                Scope.node("n" + node),
                new Decision.Cause("eu1|M1|Node||n" + node, AlertCode.M1, Severity.WARNING),
                "tests",
                now,
                now.plus(holds),
                supersedes,
                "decided by a test");
        try {
            yard.raw(Topic.DECISIONS, decision.key(), Json.mapper().writeValueAsString(decision));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As many at once as there are nodes, a quarter of them out, and the usual two minutes between nodes. */
    private static HelmSettings limits(HelmSettings settings) {
        return Limits.atOnce(Limits.out(settings, 100 * LIMIT / NODES), NODES);
    }
}
