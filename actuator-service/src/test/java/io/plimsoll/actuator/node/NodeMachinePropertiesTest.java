package io.plimsoll.actuator.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.node.NodeSignal.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the order, repetition and delay of what a node's machine hears: no pod is asked for before the cordon is seen, none
 * twice after it was let go, budgets are kept, and in the end none of our marks is left.
 */
class NodeMachinePropertiesTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181})
    void anyOrderRepetitionAndDelayEndsWithNothingOfOursLeft(long seed) {
        World world = new World(seed);

        world.run();

        assertThat(world.life.ended())
                .as("seed %s ended in %s", seed, world.life)
                .isTrue();
        assertThat(world.claim).as("seed %s left a claim", seed).isNull();
        assertThat(world.cordoned).as("seed %s left a cordon", seed).isFalse();
        assertThat(world.violations).as("seed %s", seed).isEmpty();
    }

    /** A small cluster that answers late, twice or never. */
    private static final class World {
        private final Random random;
        private final NodeMachine machine;
        private final int callsOff; // one look in so many: with some seeds hardly ever, with the others soon
        private final int takesAway; // the claim, one look in so many
        private final Map<String, Boolean> pods = new LinkedHashMap<>(); // uid → leaving
        private final List<NodeSignal> inFlight = new ArrayList<>();
        private final Set<String> accepted = new HashSet<>();
        private final List<String> violations = new ArrayList<>();
        private NodeLife life = new NodeLife.Requested(NodeMachineTest.task());
        private Instant now = START;
        private boolean cordoned;
        private @Nullable Claim claim;
        private int budgetVersion;
        private int down;

        World(long seed) {
            random = new Random(seed);
            callsOff = seed % 2 == 0 ? 20 : 3_000;
            takesAway = seed % 3 == 0 ? 10 : 3_000;
            machine = new NodeMachine(new NodeRules(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(60),
                    1000,
                    seed));
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                pods.put("uid-p" + i, false);
            }
        }

        void run() {
            hear(new NodeSignal.Admitted(sight()));
            for (int step = 0; step < 20_000 && !life.ended(); step++) {
                now = now.plusMillis(50 + random.nextInt(3_000));
                if (!inFlight.isEmpty() && random.nextInt(3) > 0) {
                    NodeSignal signal = inFlight.get(random.nextInt(inFlight.size()));
                    if (random.nextInt(4) > 0) {
                        inFlight.remove(signal); // otherwise it is heard again
                    }
                    hear(signal);
                }
                evolve();
                if (cordonWasSeen() && random.nextInt(takesAway) == 0) {
                    claim = null; // somebody else takes our mark away
                }
                if (random.nextInt(400) == 0) {
                    hear(new NodeSignal.Resumed());
                }
                if (random.nextInt(callsOff) == 0) {
                    hear(new NodeSignal.CalledOff(Ending.cancelled("ops", List.of()), cordoned && claim == null));
                }
                boolean held = random.nextInt(5) == 0;
                Allowance allowance = held ? Allowance.none(now) : Allowance.of(random.nextInt(6), now, false);
                hear(new NodeSignal.Look(sight(), allowance));
            }
        }

        private boolean cordonWasSeen() {
            return life instanceof NodeLife.Draining
                    || life instanceof NodeLife.Drained
                    || life instanceof NodeLife.Verifying;
        }

        /** Pods that leave are gone some time, and then the budget has room again. */
        private void evolve() {
            if (random.nextInt(4) == 0) {
                pods.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .ifPresent(uid -> {
                            pods.remove(uid);
                            down--;
                            budgetVersion++;
                        });
            }
        }

        private NodeSight sight() {
            List<PodSight> here = new ArrayList<>();
            pods.forEach((uid, leaving) -> here.add(new PodSight(
                    uid,
                    "shop",
                    uid.substring(4),
                    30,
                    false,
                    leaving ? now : null,
                    List.of(),
                    List.of(new PodSight.BudgetSight("pdb", "v" + budgetVersion, down == 0 ? 1 : 0)),
                    down == 0
                            ? null
                            : new io.plimsoll.model.maintenance.MaintenanceStatus.Cause(
                                    "PDB_BLOCKED", "shop/pdb", "", ""),
                    true,
                    null)));
            return new NodeSight("uid-n1", cordoned, true, "boot-1", claim, here);
        }

        private void hear(NodeSignal signal) {
            Step step = machine.next(life, signal, now);
            life = step.next();
            step.effects().forEach(this::perform);
        }

        private void perform(NodeEffect effect) {
            boolean lost = random.nextInt(10) == 0;
            switch (effect) {
                case NodeEffect.TakeClaim(var task, var deadline) -> {
                    claim = new Claim(task.origin(), 1, "a", false, deadline);
                    boolean both = random.nextBoolean(); // a claim taken over comes without a cordon
                    cordoned |= both;
                    answer(lost, new NodeSignal.ClaimTaken(claim, both));
                }
                case NodeEffect.Cordon _ -> {
                    if (claim == null) {
                        answer(lost, new NodeSignal.Refused(new Refusal.Fenced("no claim")));
                    } else {
                        cordoned = true;
                        answer(lost, new NodeSignal.CordonTaken());
                    }
                }
                case NodeEffect.Release release -> release(release, lost);
                case NodeEffect.Evict(var task, var pod) -> evict(pod, lost);
                case NodeEffect.ForceDelete _ -> violations.add("forced without permission");
                case NodeEffect.WakeAt _, NodeEffect.SlowDown _ -> {}
            }
        }

        /** Now and then the process dies before it asks, or before it hears what came of it. */
        private void release(NodeEffect.Release asked, boolean lost) {
            Claim known = asked.claim();
            if (random.nextInt(3) == 0) {
                hear(new NodeSignal.Resumed());
            } else if (asked.basis() == NodeEffect.Basis.UNCLAIMED && known != null && (claim != null || cordoned)) {
                claim = claim == null ? known : claim;
                answer(lost, new NodeSignal.ClaimTaken(claim, false));
            } else {
                boolean ours = claim != null || asked.basis() == NodeEffect.Basis.STOOD;
                claim = null;
                cordoned = cordoned && !(asked.uncordon() && ours);
                answer(lost, new NodeSignal.ReleaseTaken());
            }
        }

        private void evict(PodSight pod, boolean lost) {
            if (!cordoned) {
                violations.add("asked for " + pod.name() + " before the cordon");
            }
            if (!pods.containsKey(pod.uid())) {
                answer(lost, new NodeSignal.EvictionAnswered(pod.uid(), new EvictionAnswer.AlreadyGone()));
            } else if (down > 0) {
                answer(lost, new NodeSignal.EvictionAnswered(pod.uid(), new EvictionAnswer.BudgetSaysNo("no", null)));
            } else {
                if (!accepted.add(pod.uid())) {
                    violations.add(pod.name() + " was evicted twice");
                }
                pods.put(pod.uid(), true);
                down++;
                budgetVersion++;
                answer(lost, new NodeSignal.EvictionAnswered(pod.uid(), new EvictionAnswer.Accepted()));
            }
        }

        private void answer(boolean lost, NodeSignal signal) {
            if (!lost) {
                inFlight.add(signal);
            }
        }
    }
}
