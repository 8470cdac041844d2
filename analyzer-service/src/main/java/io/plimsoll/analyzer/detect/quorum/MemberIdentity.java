package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * S3: a member's identity is in doubt: two of one name, an ordinal missing, a claim without its volume.
 *
 * <p>A StatefulSet promises at most one pod a name. Deletion by force breaks the promise: the API server forgets the pod,
 * its node may go on running it.
 *
 * @param twinMemory how long a forerunner deleted by force may still run on a node that is Ready
 * @param gapAfter how long an ordinal may be missing among OrderedReady members
 * @param claimAfter how long a claim may wait for its volume; one that lost it is told of at once
 * @param rebindMemory how long another volume than before is told of
 */
public record MemberIdentity(Duration twinMemory, Duration gapAfter, Duration claimAfter, Duration rebindMemory)
        implements Detector {

    public static MemberIdentity defaults() {
        return new MemberIdentity(
                Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofHours(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.S3;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.STATEFUL_SETS, Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(new MemberPasts());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        StatefulSets.affected(change, subjects);
        if (change.kind().equals(MemberClaims.KIND)) {
            MemberClaims.setsOf(change.ref(), state).forEach(set -> subjects.accept(set.ref()));
        }
    }

    /** What is in doubt, in words, by cause. */
    private record Doubts(
            List<String> twins,
            List<Integer> gaps,
            List<String> claims,
            boolean lost,
            List<String> rebound,
            Instant review) {

        boolean none() {
            return twins.isEmpty() && gaps.isEmpty() && claims.isEmpty() && rebound.isEmpty();
        }

        String cause() {
            if (!twins.isEmpty()) {
                return "DUPLICATE";
            }
            if (!rebound.isEmpty()) {
                return "CLAIM_REBOUND";
            }
            return claims.isEmpty() ? "ORDINAL_GAP" : "CLAIM_NOT_BOUND";
        }

        String display() {
            List<String> parts = new ArrayList<>();
            twins.forEach(pod -> parts.add("two pods may run as " + pod));
            rebound.forEach(claim -> parts.add("claim " + claim + " lies on another volume than before"));
            claims.forEach(claim -> parts.add("claim " + claim + " has no volume"));
            gaps.forEach(ordinal -> parts.add("member " + ordinal + " is missing"));
            return String.join("; ", parts);
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        Tracked<WorkloadState> set = StatefulSets.at(subject, state);
        if (set == null || set.body().deletionTimestamp() != null) {
            return Evaluation.nothing();
        }
        Doubts doubts = doubts(set, situation);
        if (doubts.none()) {
            return Evaluation.nothing();
        }
        int replicas = StatefulSets.wished(set);
        Finding finding = Finding.about(StatefulSets.ref(set))
                .levels(levels(doubts))
                .cause(doubts.cause())
                .measured("replicas", replicas)
                .measured("ready", StatefulSets.ready(set, state))
                .measured("majority", new Quorum(replicas).majority())
                .measured("terminating", StatefulSets.terminating(set, state))
                .measured("duplicates", doubts.twins())
                .measured("missingOrdinals", doubts.gaps())
                .measured("claims", doubts.claims())
                .measured("reboundClaims", doubts.rebound())
                .threshold("gapAfter", gapAfter)
                .threshold("claimAfter", claimAfter)
                .summary("StatefulSet " + set.ref().display() + ": " + doubts.display())
                .suggest(SuggestedAction.INVESTIGATE)
                .evidence(set.evidence(Map.of("replicas", replicas)))
                .build();
        return Evaluation.of(finding).reviewedAt(doubts.review());
    }

    private List<Level> levels(Doubts doubts) {
        List<Level> levels = new ArrayList<>();
        if (!doubts.twins().isEmpty()) {
            levels.add(Level.warning(Duration.ZERO).when("duplicate"));
        }
        if (!doubts.rebound().isEmpty()) {
            levels.add(Level.warning(Duration.ZERO).when("rebound"));
        }
        if (!doubts.gaps().isEmpty()) {
            levels.add(Level.warning(gapAfter).when("gap"));
        }
        if (!doubts.claims().isEmpty()) {
            levels.add(Level.warning(claimAfter).when("claim"));
        }
        if (doubts.lost()) {
            levels.add(Level.warning(Duration.ZERO).when("lost"));
        }
        return levels;
    }

    private Doubts doubts(Tracked<WorkloadState> set, Situation situation) {
        ClusterState state = situation.state();
        MemberPast past = MemberPasts.of(state, set.ref());
        List<String> twins = past.twins().stream()
                .filter(twin -> stillDoubtful(twin, set, situation))
                .map(MemberPast.Twin::pod)
                .distinct()
                .toList();
        List<String> rebound = past.rebindings().stream()
                .filter(old -> old.at().plus(rebindMemory).isAfter(situation.now()) && onAnother(old, set, state))
                .map(MemberPast.Rebinding::claim)
                .distinct()
                .toList();
        List<Tracked<ClaimState>> claims = MemberClaims.of(set, state).stream()
                .filter(claim -> !"Bound".equals(claim.body().phase()))
                .toList();
        return new Doubts(
                twins,
                gaps(set, state),
                claims.stream().map(Tracked::name).toList(),
                claims.stream().anyMatch(claim -> "Lost".equals(claim.body().phase())),
                rebound,
                situation.now().plusSeconds(60));
    }

    private boolean stillDoubtful(MemberPast.Twin twin, Tracked<WorkloadState> set, Situation situation) {
        PodView heir = situation.state().pod(String.valueOf(set.ref().namespace()), twin.pod());
        if (twin.open() || heir == null || heir.terminating() || Objects.equals(heir.uid(), twin.oldUid())) {
            return false;
        }
        Tracked<NodeState> node =
                twin.nodeName() == null ? null : situation.state().node(twin.nodeName());
        if (node == null) {
            // Without its node nothing can run; where no nodes are known at all nobody can say.
            return situation.state().nodes().isEmpty() && fresh(twin, situation);
        }
        return fresh(twin, situation) || !node.body().ready();
    }

    private boolean fresh(MemberPast.Twin twin, Situation situation) {
        return twin.at().plus(twinMemory).isAfter(situation.now());
    }

    private static boolean onAnother(MemberPast.Rebinding old, Tracked<WorkloadState> set, ClusterState state) {
        Tracked<ClaimState> claim = MemberClaims.at(set, old.claim(), state);
        String volume = claim == null ? null : claim.body().volumeName();
        return volume != null && !volume.equals(old.volume());
    }

    private static List<Integer> gaps(Tracked<WorkloadState> set, ClusterState state) {
        if ("Parallel".equals(set.body().podManagementPolicy())) {
            return List.of();
        }
        List<Integer> present = state.podsOf(StatefulSets.ref(set)).stream()
                .filter(pod -> !pod.finished())
                .flatMapToInt(pod -> Ordinal.of(set.name(), pod.name()).stream())
                .boxed()
                .toList();
        return Ordinal.gaps(present, StatefulSets.wished(set));
    }
}
