package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a node, and of the cordon on it, when somebody else touches our claim under the work. */
class ClaimIT {

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void claimThatIsTakenAwayEndsTheDrainAndTheCordonThatIsOursComesOff() {
        stuckDrain("away");
        long before = yard.evictions().size();

        unclaim();
        MaintenanceStatus end = yard.awaitEnd("away");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).extracting(Cause::code).contains("CLAIM_LOST");
        assertThat(end.causes().getFirst().remedy()).contains("the cordon on it is ours, and is taken off");
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("away");
        assertThat(yard.podNamesOn("n1")).hasSize(2);
        assertThat(before).isPositive();
    }

    @Test
    void cordonThatAnAdminHadSetStaysWithoutOurClaimToo() {
        yard.nodes(3).deploymentOn("n1", "cart", 2);
        yard.unschedulable("n1", true);
        stuckDrain("prior");

        unclaim();
        MaintenanceStatus end = yard.awaitEnd("prior");

        assertThat(end.causes()).extracting(Cause::code).contains("CLAIM_LOST");
        assertThat(end.causes().getFirst().remedy()).contains("stays cordoned, as it was before us");
        assertThat(yard.cordoned("n1")).isTrue();
    }

    @Test
    void claimThatSomebodyElseOverwritesIsTheirsAndSoIsTheNode() {
        stuckDrain("over");

        annotate("not ours");
        MaintenanceStatus end = yard.awaitEnd("over");
        yard.pass(Duration.ofSeconds(30));

        assertThat(end.causes()).extracting(Cause::code).contains("CLAIM_LOST");
        assertThat(yard.annotation("n1", Claim.ANNOTATION)).isEqualTo("not ours");
        assertThat(yard.cordoned("n1")).isTrue();
        yard.assertWellAnswered("over");
    }

    @Test
    void heldNodeWhoseClaimWasTakenAwayIsStillGivenBackOnceItsWorkIsDone() {
        yard.nodes(3).deploymentOn("n1", "cart", 1);
        yard.start();
        yard.drain("held", "hold", "n1");
        yard.awaitState("held", RequestState.HELD);

        unclaim();
        yard.pass(Duration.ofSeconds(30));
        boolean kept = yard.cordoned("n1");
        yard.request("done", "'action':{'type':'complete','nodes':{'names':['n1']}}");

        assertThat(yard.awaitEnd("held").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(kept).isTrue();
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
    }

    /** The first write after the claim has gone is lost; nothing but what we remember says whose the cordon is. */
    @Test
    void cordonWhoseClaimIsGoneComesOffThoughTheFirstWriteIsLost() {
        stuckDrain("first");
        yard.simulator()
                .faults()
                .add(
                        call -> call.method().equals("PATCH") && call.resource().equals("nodes"),
                        Effect.serverError(500),
                        1);

        unclaim();
        MaintenanceStatus end = yard.awaitEnd("first");

        assertThat(end.causes()).extracting(Cause::code).contains("CLAIM_LOST");
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
    }

    /** The uncordon took hold, its answer was lost, and an admin cordoned the node before it was asked again. */
    @Test
    void cordonThatAnAdminSetsAfterOursIsGoneStays() {
        stuckDrain("lost");
        var patches = new AtomicInteger();
        var looks = new AtomicInteger();
        yard.simulator()
                .faults()
                .add(
                        call -> call.method().equals("PATCH")
                                && call.resource().equals("nodes")
                                && patches.incrementAndGet() == 2, // the first takes the claim again
                        new Effect.Cut(false, true),
                        1);
        yard.simulator()
                .faults()
                .add(
                        call -> {
                            boolean again = call.method().equals("GET")
                                    && call.resource().equals("nodes")
                                    && patches.get() > 1;
                            if (again && looks.incrementAndGet() == 1) {
                                yard.unschedulable("n1", true);
                            }
                            return false;
                        },
                        Effect.serverError(500),
                        1);

        unclaim();
        MaintenanceStatus end = yard.awaitEnd("lost");

        assertThat(end.causes()).extracting(Cause::code).contains("CLAIM_LOST");
        assertThat(looks.get()).as("it was asked again").isPositive();
        assertThat(patches.get()).as("and nothing was taken off").isEqualTo(2);
        assertThat(yard.cordoned("n1")).isTrue();
    }

    @Test
    void marksThatWorkHadToLeaveBehindGoAsSoonAsTheApiServerLetsThem() {
        yard.with(settings -> Limits.attempts(Limits.quick(settings), 2)).nodes(3);
        Actuator actuator = yard.start();
        yard.drain("left", "hold", "n1");
        yard.awaitState("left", RequestState.HELD);
        var broken = new AtomicBoolean(true);
        yard.simulator()
                .faults()
                .add(
                        call -> broken.get()
                                && call.method().equals("PATCH")
                                && call.resource().equals("nodes"),
                        Effect.serverError(500),
                        Integer.MAX_VALUE);

        yard.request("done", "'action':{'type':'complete','nodes':{'names':['n1']}}");
        MaintenanceStatus end = yard.awaitEnd("left");
        MaintenanceStatus done = yard.awaitEnd("done");
        Yard.await("readiness says what is left", () -> actuator.warnings().stream()
                .anyMatch(line -> line.contains("request left") && line.contains("node n1")));
        broken.set(false);

        assertThat(end.causes()).extracting(Cause::code).containsExactly("MARKS_LEFT");
        assertThat(done.state()).isEqualTo(RequestState.FAILED);
        assertThat(done.causes()).extracting(Cause::code).containsExactly("MARKS_LEFT");
        yard.assertNoMarks();
        assertThat(yard.cordoned("n1")).isFalse();
    }

    /** A drain of n1 that comes to its pods and no further. */
    private void stuckDrain(String request) {
        if (yard.nodeNames().isEmpty()) {
            yard.nodes(3).deploymentOn("n1", "cart", 2);
        }
        yard.start();
        yard.simulator().faults().add(Match.resource("pods/eviction"), Effect.serverError(503), Integer.MAX_VALUE);
        yard.drain(request, "uncordon", "n1");
        yard.awaitAnswer(request, "drains", status -> "Draining".equals(status.phase()));
        Yard.await("a pod was asked to go", () -> !yard.evictions().isEmpty());
    }

    private void unclaim() {
        yard.store().modify(ResourceTypes.NODE, "", "n1", tree -> tree.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .remove(Claim.ANNOTATION));
    }

    private void annotate(String claim) {
        yard.store().modify(ResourceTypes.NODE, "", "n1", tree -> tree.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(Claim.ANNOTATION, claim));
    }
}
