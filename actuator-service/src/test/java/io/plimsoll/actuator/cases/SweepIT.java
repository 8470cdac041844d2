package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Marks of ours that nobody works under go, also where the API server doesn't let them go at once. */
class SweepIT {

    private static final String SUSPENDED = "cluster-autoscaler.kubernetes.io/scale-down-disabled";
    private static final String OURS = "plimsoll.io/scale-down-suspended";
    private static final int REFUSALS = 3;

    private final Yard yard = new Yard(1).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @Tag("long")
    @Test
    void orphanedClaimThatCanNotBeTakenOffIsTriedAgainWithGrowingGapsAndNobodyTakesTheNodeUpMeanwhile() {
        yard.nodes(3);
        annotate("n1", Claim.ANNOTATION, """
                {"request":"lost","epoch":0,"holder":"a-9","priorCordon":false,"deadline":"2026-01-01T00:00:00Z"}""");
        yard.unschedulable("n1", true);
        refuseWrites("n1", REFUSALS);

        Actuator actuator = yard.start();
        Yard.await("it is said", () -> actuator.warnings().stream()
                .anyMatch(line ->
                        line.contains("request lost") && line.contains("node n1") && line.contains("tried again")));
        yard.drain("next", "uncordon", "n1");

        assertThat(yard.awaitEnd("next").state()).isEqualTo(RequestState.SUCCEEDED);
        yard.assertNoMarks();
        assertThat(yard.cordoned("n1")).isFalse();
        List<AuditEntry> writes = writesTo("n1");
        assertThat(writes.stream().limit(REFUSALS + 1).map(AuditEntry::code)).containsExactly(503, 503, 503, 200);
        assertThat(writes.get(REFUSALS).bodyExcerpt()).contains("remove").contains("unschedulable");
        assertThat(gaps(writes)).as("gaps").isSorted();
        assertThat(actuator.warnings()).noneMatch(line -> line.contains("request lost"));
        assertThat(yard.accounts())
                .filteredOn(account -> account.act().equals("free"))
                .extracting(AuditRecord::outcome)
                .containsExactly("refused", "refused", "refused", "done");
    }

    @Tag("long")
    @Test
    void claimOfWorkUnderWayThatCanNotBePutUnderTheNewTermIsTriedAgain() {
        yard.nodes(3);
        Actuator before = yard.start();
        yard.drain("goes-on", "hold", "n1");
        yard.awaitState("goes-on", RequestState.HELD);
        String old = yard.annotation("n1", Claim.ANNOTATION);
        before.kill();
        refuseWrites("n1", 1);

        Actuator after = yard.start();
        Yard.await("it bears another epoch", () -> !yard.annotation("n1", Claim.ANNOTATION)
                .equals(old));
        Yard.await("nothing is left to be said", () -> after.warnings().isEmpty(), () -> after.warnings()
                .toString());
        yard.request("done", "'action':{'type':'complete','nodes':{'names':['n1']}}");

        assertThat(yard.awaitEnd("goes-on").state()).isEqualTo(RequestState.SUCCEEDED);
        yard.assertNoMarks();
        assertThat(yard.cordoned("n1")).isFalse();
        assertThat(writesTo("n1").stream().map(AuditEntry::code)).containsOnlyOnce(503);
    }

    @Tag("long")
    @Test
    void orphanedSuspensionOfScaleDownIsTriedAgainWithGrowingGaps() {
        yard.nodes(3);
        annotate("n1", SUSPENDED, "true");
        annotate("n1", OURS, "true");
        refuseWrites("n1", REFUSALS);

        yard.start();
        Yard.await(
                "it is off",
                () -> yard.annotation("n1", SUSPENDED).isEmpty()
                        && yard.annotation("n1", OURS).isEmpty());

        assertThat(writesTo("n1").stream().map(AuditEntry::code)).containsExactly(503, 503, 503, 200);
        assertThat(gaps(writesTo("n1"))).as("gaps").isSorted();
        assertThat(gaps(writesTo("n1")).getFirst()).isGreaterThan(Duration.ofSeconds(1));
    }

    private void annotate(String node, String name, String value) {
        yard.modify(ResourceTypes.NODE, "", node, tree -> tree.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(name, value));
    }

    private void refuseWrites(String node, int times) {
        yard.simulator()
                .faults()
                .add(Match.resource("nodes").withMethod("PATCH").withName(node), Effect.serverError(503), times);
    }

    private List<AuditEntry> writesTo(String node) {
        return yard.calls().stream().filter(call -> call.name().equals(node)).toList();
    }

    private static List<Duration> gaps(List<AuditEntry> calls) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i <= REFUSALS; i++) {
            gaps.add(Duration.ofNanos(calls.get(i).nanoTime() - calls.get(i - 1).nanoTime()));
        }
        return gaps;
    }
}
