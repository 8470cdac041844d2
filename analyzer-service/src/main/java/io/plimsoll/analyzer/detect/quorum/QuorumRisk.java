package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.rollout.WorkloadPast;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * S1: members that vote are one loss from losing their majority, or have lost it.
 *
 * <p>Of workloads that don't vote it is info only. A second, quiet finding (subtype {@value HINTS}) names settings that
 * make such a loss likelier.
 *
 * @param warnAfter one loss from losing the majority for so long
 * @param startUpGrace after creation or a raise of the replicas missing members are still starting, until all have been
 *     ready once, or one is lost that was
 * @param rolloutGrace after a step of a rollout one missing member is the rollout's
 * @param hintAfter how long a setting must stand before it is named
 * @param quorumWords words in the name of the set, or of an image's, that tell that its members vote
 */
public record QuorumRisk(
        Duration warnAfter, Duration startUpGrace, Duration rolloutGrace, Duration hintAfter, Set<String> quorumWords)
        implements Detector {

    public static final String HINTS = "CONFIGURATION";

    private static final int FEWEST_MEMBERS = 3;
    private static final int SHORT_GRACE_SECONDS = 30;

    public static QuorumRisk defaults() {
        return new QuorumRisk(
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                QuorumWorkload.defaults().words());
    }

    @Override
    public AlertCode code() {
        return AlertCode.S1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.STATEFUL_SETS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(new WorkloadPasts());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        StatefulSets.affected(change, subjects);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<WorkloadState> set = StatefulSets.at(subject, situation.state());
        if (set == null || set.body().deletionTimestamp() != null || StatefulSets.wished(set) == 0) {
            return Evaluation.nothing();
        }
        List<Finding> findings = new ArrayList<>();
        Instant graceEnds = graceEnds(set, situation);
        boolean starting = graceEnds != null && graceEnds.isAfter(situation.now());
        Finding risk = risk(set, situation, starting);
        if (risk != null) {
            findings.add(risk);
        }
        List<String> hints = hints(set.body());
        if (!hints.isEmpty()) {
            findings.add(hinting(set, hints));
        }
        return Evaluation.of(findings).reviewedAt(starting ? graceEnds : null);
    }

    /** Until when members are still expected to start; null where all have been ready since, or one that was isn't. */
    private @Nullable Instant graceEnds(Tracked<WorkloadState> set, Situation situation) {
        WorkloadPast past = WorkloadPasts.of(situation.state(), set.ref());
        Instant started = WorkloadPast.latest(past.scaledUpAt(), set.body().createdAt());
        boolean complete = started != null
                && past.completeAt() != null
                && !past.completeAt().isBefore(started);
        boolean lost = past.lostAny(StatefulSets.ready(set, situation.state()), StatefulSets.wished(set));
        return started == null || complete || lost ? null : started.plus(startUpGrace);
    }

    private @Nullable Finding risk(Tracked<WorkloadState> set, Situation situation, boolean starting) {
        ClusterState state = situation.state();
        int replicas = StatefulSets.wished(set);
        int ready = StatefulSets.ready(set, state);
        Quorum quorum = new Quorum(replicas);
        if (replicas < FEWEST_MEMBERS || !quorum.atRiskWith(ready)) {
            return null;
        }
        boolean voting = new QuorumWorkload(quorumWords).is(set.ref(), set.body());
        boolean lost = quorum.lostWith(ready);
        Finding.Builder finding = Finding.about(StatefulSets.ref(set))
                .measured("replicas", replicas)
                .measured("ready", ready)
                .measured("majority", quorum.majority())
                .measured("terminating", StatefulSets.terminating(set, state))
                .threshold("warnAtReady", quorum.majority())
                .threshold("criticalAtReady", replicas / 2)
                .threshold("warnAfter", warnAfter)
                .keepFor(warnAfter)
                .fallsToo()
                .confidence(confidence(voting))
                .cause(lost ? "MAJORITY_LOST" : "ONE_LOSS_LEFT")
                .summary("StatefulSet " + set.ref().display() + " has " + ready + " of " + replicas + " members ready, "
                        + (lost
                                ? "fewer than the majority of " + quorum.majority()
                                : "one loss from losing the majority of " + quorum.majority()))
                .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                .evidence(set.evidence(Map.of("replicas", replicas, "readyReplicas", ready)));
        if (starting) {
            return finding.holding().build();
        }
        if (!lost && rolling(set, situation)) {
            finding.suppressedBy("ROLLOUT");
        }
        return finding.levels(levels(voting, lost)).build();
    }

    private static Confidence confidence(boolean voting) {
        return voting ? Confidence.HIGH : Confidence.LOW;
    }

    private List<Level> levels(boolean voting, boolean lost) {
        if (!voting) {
            return List.of(Level.info(warnAfter));
        }
        return lost
                ? List.of(Level.warning(warnAfter), Level.critical(Duration.ZERO))
                : List.of(Level.warning(warnAfter));
    }

    private boolean rolling(Tracked<WorkloadState> set, Situation situation) {
        Instant step = WorkloadPasts.of(situation.state(), set.ref()).progressedAt();
        return WorkloadPasts.underway(set.body())
                && step != null
                && step.plus(rolloutGrace).isAfter(situation.now());
    }

    private static List<String> hints(WorkloadState set) {
        PodTemplate template = set.template();
        List<String> hints = new ArrayList<>();
        if ("Parallel".equals(set.podManagementPolicy())) {
            hints.add("podManagementPolicy Parallel starts and stops all members at once");
        }
        if (template != null
                && template.terminationGraceSeconds() != null
                && template.terminationGraceSeconds() < SHORT_GRACE_SECONDS
                && !template.hasPreStopHook()) {
            hints.add("members get " + template.terminationGraceSeconds() + " s to leave and have no preStop hook");
        }
        if (template != null && !template.hasReadinessProbe()) {
            hints.add("without a readiness probe a member counts as ready when it merely runs");
        }
        return hints;
    }

    private Finding hinting(Tracked<WorkloadState> set, List<String> hints) {
        return Finding.about(StatefulSets.ref(set))
                .subtype(HINTS)
                .levels(Level.info(hintAfter))
                .measured("hints", hints)
                .measured("replicas", StatefulSets.wished(set))
                .summary("StatefulSet " + set.ref().display() + ": " + String.join("; ", hints))
                .suggest(SuggestedAction.NONE)
                .evidence(set.evidence(Map.of()))
                .build();
    }
}
