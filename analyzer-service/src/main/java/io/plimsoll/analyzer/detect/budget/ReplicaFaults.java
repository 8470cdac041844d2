package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.quorum.Quorum;
import io.plimsoll.analyzer.detect.quorum.QuorumWorkload;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is wrong between a budget and the replica counts its workloads may have, with every pod healthy.
 *
 * @param heldFor how long it must be so
 * @param permissiveShare a budget that lets go this share of the pods, or more, protects little
 * @param protectedShare a plain number below this share of the autoscaler's maximum protects little there
 * @param quorums which workloads vote
 */
record ReplicaFaults(Duration heldFor, double permissiveShare, double protectedShare, QuorumWorkload quorums) {

    private static final int MOST_COUNTS_NAMED = 100;

    List<Finding> of(BudgetScene scene) {
        if (!scene.judgeable()) {
            return List.of();
        }
        ReplicaRange range = scene.range();
        List<Finding> findings = new ArrayList<>();
        blocking(scene, range, findings);
        permissive(scene, range, findings);
        absolute(scene, range, findings);
        return findings;
    }

    private void blocking(BudgetScene scene, ReplicaRange range, List<Finding> findings) {
        String name = scene.tracked().ref().display() + " (" + scene.rule().display() + ")";
        boolean single =
                !range.autoscaled() && range.current() == 1 && !scene.rule().neverAllows();
        List<Integer> blocked = scene.blocked(range);
        if (scene.neverAllows() && single) {
            findings.add(finding(scene, "SINGLE_REPLICA", Level.info(heldFor))
                    .measured("blockedReplicaCounts", blocked)
                    .measured("allowed", 0)
                    .summary(name + " covers a single replica: it can't be evicted while it runs alone; unblocked by "
                            + Unblocking.ofSpare(scene.rule(), range))
                    .build());
        } else if (scene.neverAllows()) {
            findings.add(finding(scene, "NEVER_ALLOWS", Level.warning(heldFor))
                    .measured("blockedReplicaCounts", named(blocked))
                    .measured("allowed", 0)
                    .measured("unblockedBy", Unblocking.ofSpare(scene.rule(), range))
                    .summary(name + " never allows an eviction, whatever the health of its pods; unblocked by "
                            + Unblocking.ofSpare(scene.rule(), range))
                    .build());
        } else if (range.autoscaled() && !blocked.isEmpty()) {
            boolean now = blocked.contains(range.current()) || blocked.contains(range.fewest());
            findings.add(finding(scene, "BLOCKS_AT_HPA_RANGE", level(now))
                    .measured("blockedReplicaCounts", named(blocked))
                    .measured("allowed", scene.rule().allowedAt(range.current()))
                    .measured("unblockedBy", Unblocking.ofSpare(scene.rule(), range))
                    .summary(name + " allows no eviction at " + blocked.size() + " of the replica counts "
                            + range.fewest() + " to " + range.most() + " that its autoscaler may choose")
                    .build());
        }
    }

    private static List<Integer> named(List<Integer> counts) {
        return counts.stream().limit(MOST_COUNTS_NAMED).toList();
    }

    private void permissive(BudgetScene scene, ReplicaRange range, List<Finding> findings) {
        int replicas = range.current();
        if (replicas < 2 || range.equals(ReplicaRange.NONE)) {
            return;
        }
        int allowed = scene.rule().allowedAt(replicas);
        boolean quorum =
                scene.workloads().size() == 1 && voting(scene.workloads().getFirst(), replicas);
        boolean majorityAtRisk = quorum && allowed > new Quorum(replicas).tolerance();
        if (!majorityAtRisk && allowed < permissiveShare * replicas) {
            return;
        }
        String risk = majorityAtRisk
                ? "more than the " + new Quorum(replicas).tolerance() + " a quorum of " + replicas + " can lose"
                : "it protects little";
        findings.add(finding(scene, "TOO_PERMISSIVE", level(majorityAtRisk))
                .measured("allowed", allowed)
                .measured("replicas", replicas)
                .threshold("allowedShare", permissiveShare)
                .summary(scene.tracked().ref().display() + " (" + scene.rule().display() + ") lets " + allowed + " of "
                        + replicas + " pods go at once: " + risk)
                .build());
    }

    private boolean voting(Tracked<WorkloadState> workload, int replicas) {
        return replicas >= 3 && replicas % 2 == 1 && quorums.is(workload.ref(), workload.body());
    }

    private void absolute(BudgetScene scene, ReplicaRange range, List<Finding> findings) {
        OptionalInt minimum = scene.rule().minimumCount();
        if (!range.autoscaled() || minimum.isEmpty() || range.fewest() == range.most()) {
            return;
        }
        boolean blocksAtMinimum = minimum.getAsInt() == range.fewest();
        boolean protectsLittle = minimum.getAsInt() < protectedShare * range.most();
        if (blocksAtMinimum || protectsLittle) {
            findings.add(finding(scene, "ABSOLUTE_MIN_WITH_HPA", Level.info(heldFor))
                    .measured("minAvailable", minimum.getAsInt())
                    .measured("min", range.fewest())
                    .measured("max", range.most())
                    .threshold("protectedShare", protectedShare)
                    .summary(scene.tracked().ref().display() + " demands " + minimum.getAsInt()
                            + " pods of an autoscaler's " + range.fewest() + " to " + range.most() + ": "
                            + (blocksAtMinimum ? "it blocks at the minimum" : "it protects little at the maximum"))
                    .build());
        }
    }

    /** Timed once, whichever severity it has meanwhile. */
    private Level level(boolean warns) {
        return (warns ? Level.warning(heldFor) : Level.info(heldFor)).when("fault");
    }

    private Finding.Builder finding(BudgetScene scene, String subtype, Level level) {
        return BudgetFault.of(scene, subtype, level).threshold("heldFor", heldFor);
    }
}
