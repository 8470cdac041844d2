package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two instances; the leader is stopped (SIGSTOP) in the midst of a drain until the other has taken over, and then goes on as
 * if nothing had been. From the takeover on no act of its is accepted that it hadn't asked for before the stop, and no answer
 * whatever.
 *
 * <p>By default a few rounds; {@code -Dplimsoll.stale.rounds=100} for as many, {@code -Dplimsoll.stale.seed=4} for others. The
 * leases last three seconds instead of 15.
 */
class StaleLeaderIT {

    private static final int ROUNDS = Integer.getInteger("plimsoll.stale.rounds", 4);
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final int PODS = 6;

    private final Yard yard = new Yard(30);
    private final List<Child> instances = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Random random = new Random(Long.getLong("plimsoll.stale.seed", 3));
    private int takeovers;
    private int onTheirWay;

    @AfterEach
    void close() {
        instances.forEach(instance -> instance.signal("CONT"));
        instances.forEach(Child::close);
        yard.close();
    }

    @Test
    void case44AnInstanceThatWasStoppedPastItsLeaseWritesNothingAfterTheTakeover() {
        yard.nodes(10);
        instances.add(Child.start(yard, "actuator-a", LEASE));
        instances.add(Child.start(yard, "actuator-b", LEASE));

        for (int round = 1; round <= ROUNDS; round++) {
            round("stale-" + round);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            yard.assertWellAnswered("stale-" + round); // nothing has come late
        }

        System.out.printf(
                "rounds: %d, takeovers: %d, wrong: %d, on their way at the stop: %d%n",
                ROUNDS, takeovers, wrong.size(), onTheirWay);
        assertThat(wrong).as("what went wrong").isEmpty();
        assertThat(takeovers).isEqualTo(ROUNDS);
        assertThat(onTheirWay).as("writes that were on their way at a stop").isLessThanOrEqualTo(2 * ROUNDS);
    }

    private void round(String id) {
        Yard.await(
                "one of the two leads, and one alone",
                () -> instances.stream().filter(Child::leads).count() == 1,
                instances::toString);
        Child leader = instances.stream().filter(Child::leads).findFirst().orElseThrow();
        Child other =
                instances.stream().filter(each -> each != leader).findFirst().orElseThrow();
        yard.deploymentOn("n1", "web", PODS);
        yard.budget("web", "web", "'maxUnavailable': 2");
        leader.arm(0);
        long before = lastCall();
        yard.drainWith(id, "uncordon", "'nodeDeadline':'PT12H'", "n1");
        int steps = 1 + random.nextInt(40);
        Yard.await("the drain is under way", () -> leader.steps().size() >= steps || ended(id), leader::toString);

        leader.signal("STOP");
        Yard.await("the other leads", other::leads, other::toString);
        takeovers++;
        List<String> beforeTheStop = List.copyOf(leader.steps());
        pause(random.nextInt(10));
        leader.signal("CONT");
        Yard.await("the stopped one knows it", () -> !leader.leads(), leader::toString);

        check(
                id + " stopped after " + steps + " steps, at " + leader.steps().getLast(),
                id,
                before,
                leader,
                other,
                beforeTheStop);
        yard.store().delete(ResourceTypes.POD_DISRUPTION_BUDGET, "shop", "web", DeleteOptions.IMMEDIATE);
        yard.store().delete(ResourceTypes.DEPLOYMENT, "shop", "web", DeleteOptions.IMMEDIATE);
        Yard.await("all pods are gone", () -> yard.store().count(ResourceTypes.POD) == 0);
    }

    /** The other gets to do a part of the work, or all of it. */
    private static void pause(int times) {
        for (int i = 0; i < times; i++) {
            Yard.pause();
        }
    }

    private void check(String where, String id, long before, Child stale, Child other, List<String> beforeTheStop) {
        try {
            MaintenanceStatus end = yard.awaitEnd(id);
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            yard.assertNoMarks();
            assertThat(yard.cordoned("n1")).isFalse();
            List<AuditEntry> calls =
                    yard.simulator().audit().entries(call -> call.sequence() > before && call.succeeded());
            long takeover = calls.stream()
                    .filter(call -> call.resource().equals("leases")
                            && call.userAgent().startsWith(other.instance)
                            && call.bodyExcerpt().contains(other.instance))
                    .mapToLong(AuditEntry::sequence)
                    .min()
                    .orElseThrow();
            List<AuditEntry> late = calls.stream()
                    .filter(call ->
                            call.sequence() > takeover && call.userAgent().startsWith(stale.instance))
                    .toList();
            List<AuditEntry> onItsWay =
                    late.stream().filter(call -> onItsWay(call, beforeTheStop)).toList();
            onTheirWay += onItsWay.size();
            assertThat(late.stream()
                            .filter(call -> !onItsWay.contains(call))
                            .map(call -> call.act() + " " + call.code()))
                    .as("accepted writes of the deposed one")
                    .isEmpty();
            assertThat(calls.stream()
                            .filter(call -> call.resource().equals("pods/eviction") && !onItsWay.contains(call))
                            .map(AuditEntry::uidPrecondition))
                    .as("pods evicted, by uid, but for what was on its way")
                    .doesNotHaveDuplicates();
            yard.assertWellAnswered(id);
        } catch (AssertionError e) {
            wrong.add(where + ": " + e.getMessage());
            System.out.println("wrong: " + where + ": " + e.getMessage() + "\n" + stale + "\n" + other);
        }
    }

    /**
     * An eviction that had been asked for when the stop came, between the last look at the lease and the socket; a server can
     * fence it by the pod's uid alone. Likewise an event, which changes nothing.
     */
    private static boolean onItsWay(AuditEntry call, List<String> beforeTheStop) {
        return call.resource().equals("events")
                || call.resource().equals("pods/eviction")
                        && beforeTheStop.stream()
                                .anyMatch(step ->
                                        step.contains("asks POST") && step.endsWith("/" + call.name() + "/eviction"));
    }

    private boolean ended(String id) {
        return yard.answers(id).stream().anyMatch(MaintenanceStatus::terminal);
    }

    private long lastCall() {
        return yard.simulator().audit().entries().stream()
                .mapToLong(AuditEntry::sequence)
                .max()
                .orElse(0);
    }
}
