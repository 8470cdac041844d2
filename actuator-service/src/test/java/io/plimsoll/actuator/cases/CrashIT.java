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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The drain of three nodes, its process ended at every step it takes, and started again: nothing is done twice, nothing
 * beyond the limits, and the request is answered once.
 *
 * <p>By default so many points spread over the drain; {@code -Dplimsoll.crash.points=all} takes every one of them,
 * {@code 20-40} those alone.
 */
class CrashIT {

    private static final int USUAL_POINTS = 4;
    private static final int KILLS = Integer.getInteger("plimsoll.crash.kills", 2);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(10);
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final int LIMIT = 2;

    private final Yard yard = new Yard(10);
    private final List<String> wrong = new ArrayList<>();
    private final List<Duration> recoveries = new ArrayList<>();
    private final Rehearsal rehearsal = Rehearsal.of(yard, LEASE);
    private Child child = Child.start(yard, "actuator-0", LEASE, rehearsal.options());
    private int rounds;

    @AfterEach
    void close() {
        child.close();
        rehearsal.close();
        yard.close();
    }

    @Test
    void aDrainThatDiesAtAnyStepGoesOnAndDoesNothingTwice() {
        yard.nodes(10);
        child.awaitLeads();
        int steps = round(0, 0);
        assertThat(steps).as("steps of a drain of three nodes").isGreaterThanOrEqualTo(40);

        for (int point : points(steps)) {
            round(point, 0);
        }
        var random = new Random(5);
        for (int i = 0; i < KILLS; i++) {
            round(0, 1 + random.nextInt(steps));
        }

        System.out.printf(
                "crash points: %d of about %d, kills: %d, slowest recovery %s, wrong: %d%n",
                points(steps).size(), steps, KILLS, recoveries.stream().max(Duration::compareTo), wrong.size());
        assertThat(wrong).as("what went wrong, and where").isEmpty();
        assertThat(recoveries)
                .as("deaths that it came back from")
                .hasSizeGreaterThanOrEqualTo(points(steps).size() / 2);
        assertThat(recoveries).allSatisfy(took -> assertThat(took).isLessThanOrEqualTo(BACK_WITHIN));
    }

    /** Another run takes a few steps more or less: those beyond the end find it done. */
    private static List<Integer> points(int steps) {
        String wanted = System.getProperty("plimsoll.crash.points", String.valueOf(USUAL_POINTS));
        String[] range = wanted.split("-");
        if (range.length == 2) {
            int last = Math.min(steps, Integer.parseInt(range[1]));
            return IntStream.rangeClosed(Integer.parseInt(range[0]), last)
                    .boxed()
                    .toList();
        }
        int count = wanted.equals("all") ? steps : Math.min(steps, Integer.parseInt(wanted));
        return IntStream.rangeClosed(1, count)
                .map(i -> i * steps / count)
                .boxed()
                .toList();
    }

    /**
     * One drain.
     *
     * @param point the step at which it ends itself; 0 for none
     * @param kill the step after which it is killed from outside, wherever it then is; 0 for none
     * @return the steps it took before it ended
     */
    private int round(int point, int kill) {
        String id = "drain-" + ++rounds;
        stage();
        child.arm(point);
        long before = lastCall();
        try (OutNodes out = new OutNodes(yard)) {
            yard.drainWith(id, "uncordon", "'maxConcurrent':2,'nodeDeadline':'PT12H'", NODES.toArray(String[]::new));
            Yard.await(
                    id + " ends, or its process does",
                    () -> !child.alive()
                            || ended(id)
                            || (kill > 0 && child.steps().size() >= kill),
                    child::toString);
            if (kill > 0) {
                child.kill();
            }
            List<String> steps = child.steps();
            String where = id + " (armed " + point + ", kill " + kill + ") after "
                    + (steps.isEmpty() ? "nothing" : steps.getLast());
            revive();
            check(where, id, before, out);
            disarm();
            return steps.size();
        } finally {
            unstage();
        }
    }

    private boolean ended(String id) {
        return yard.answers(id).stream().anyMatch(MaintenanceStatus::terminal);
    }

    private void revive() {
        if (!child.alive()) {
            child.close();
            child = Child.start(yard, "actuator-0", LEASE, rehearsal.options());
            recoveries.add(child.awaitLeads());
        }
    }

    /** The armed step may come after the last answer was read. */
    private void disarm() {
        if (child.alive()) {
            child.arm(0);
        }
        revive();
    }

    private void check(String where, String id, long before, OutNodes out) {
        try {
            MaintenanceStatus end = yard.awaitEnd(id);
            yard.assertNoMarks();
            assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
            assertThat(NODES).as("cordoned nodes").noneMatch(yard::cordoned);
            assertThat(out.most()).as("nodes out at once").isBetween(1, LIMIT);
            assertThat(yard.evictions().stream()
                            .filter(call -> call.sequence() > before && call.succeeded())
                            .map(AuditEntry::uidPrecondition))
                    .as("pods evicted, by uid")
                    .hasSize(2 * NODES.size())
                    .doesNotHaveDuplicates()
                    .doesNotContain("");
            yard.assertWellAnswered(id);
        } catch (AssertionError e) {
            wrong.add(where + ": " + e.getMessage());
            System.out.println("wrong: " + where + ": " + e.getMessage() + "\n" + child);
        }
    }

    private long lastCall() {
        return yard.simulator().audit().entries().stream()
                .mapToLong(AuditEntry::sequence)
                .max()
                .orElse(0);
    }

    /** Two pods on each node, of which one may be away. */
    private void stage() {
        for (String node : NODES) {
            yard.deploymentOn(node, "app-" + node, 2);
            yard.budget("app-" + node, "app-" + node, "'maxUnavailable': 1");
        }
    }

    private void unstage() {
        for (String node : NODES) {
            yard.store().delete(ResourceTypes.POD_DISRUPTION_BUDGET, "shop", "app-" + node, DeleteOptions.IMMEDIATE);
            yard.store().delete(ResourceTypes.DEPLOYMENT, "shop", "app-" + node, DeleteOptions.IMMEDIATE);
        }
        Yard.await("all pods are gone", () -> yard.store().count(ResourceTypes.POD) == 0);
    }
}
