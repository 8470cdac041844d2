package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.autoscaler.NodeGroupStatus;
import io.plimsoll.analyzer.detect.maintenance.DrainTrails;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Fingerprint;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.ClusterAutoscalerStatus;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A6: pods wait for room that no autoscaler makes.
 *
 * <p>About a workload whose pods are unschedulable without an autoscaler having reacted, and about a node group that
 * can't be scaled up. Pods held back by a scheduling gate, or by a volume that is bound only once they are placed, wait
 * for something else. Of the cluster it tells {@link UnschedulableBurst}.
 *
 * @param patience how long a pod may wait, and how long a volume may be unbound
 * @param failures of capacity in {@code window} that make a group a finding; other failures count at once
 * @param burst pods that become unschedulable within {@code burstWindow} while maintenance is under way
 */
public record ScaleUpStuck(Duration patience, int failures, Duration window, int burst, Duration burstWindow)
        implements Detector {

    /** The subtype that says: too many pods find no place while maintenance is under way. */
    public static final String UNSCHEDULABLE_BURST = "UNSCHEDULABLE_BURST";

    private static final String GROUP = "NodeGroup";
    private static final String STATUS = "ConfigMap"; // the watcher sends that of the cluster-autoscaler alone
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    public static ScaleUpStuck defaults() {
        return new ScaleUpStuck(Duration.ofMinutes(15), 3, Duration.ofMinutes(30), 5, Duration.ofMinutes(10));
    }

    @Override
    public AlertCode code() {
        return AlertCode.A6;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(ScaleUpRecorder.defaults(), DrainTrails.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        PodView before = change.podBefore();
        PodView after = change.podAfter();
        if (before != null && before.unschedulable()) {
            subjects.accept(before.workloadRef());
        }
        if (after != null && after.unschedulable()) {
            subjects.accept(after.workloadRef());
        }
        EventState event = change.body(EventState.class);
        if (event != null) {
            said(event, state, subjects);
        }
        if (change.kind().equals(STATUS)) {
            groups(change.before(ClusterAutoscalerStatus.class), subjects);
            groups(change.after(ClusterAutoscalerStatus.class), subjects);
        }
        UnschedulableBurst.affected(change, state, subjects);
    }

    private static void said(EventState event, ClusterState state, Consumer<ObjectRef> subjects) {
        ObjectRef group = ScaleUpRecorder.group(event, state);
        if (group != null) {
            subjects.accept(group);
        }
        String namespace = event.involved().namespace();
        PodView pod = namespace == null || !event.involved().kind().equals("Pod")
                ? null
                : state.pod(namespace, event.involved().name());
        if (pod != null && pod.unschedulable()) {
            subjects.accept(pod.workloadRef());
        }
    }

    private static void groups(@Nullable Tracked<ClusterAutoscalerStatus> status, Consumer<ObjectRef> subjects) {
        if (status != null) {
            NodeGroupStatus.parse(status.body().text()).stream()
                    .filter(NodeGroupStatus::backsOff)
                    .forEach(group -> subjects.accept(NodeGroupThrash.subject(group.name())));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        return switch (subject.kind()) {
            case GROUP -> group(subject, situation);
            case UnschedulableBurst.KIND -> new UnschedulableBurst(burst, burstWindow).evaluate(subject, situation);
            default -> workload(subject, situation);
        };
    }

    private Evaluation workload(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        ScaleUpRecorder.History said = ScaleUpRecorder.of(state, subject);
        Instant now = situation.now();
        Instant helpedUntil = helpedUntil(said);
        if (helpedUntil != null && helpedUntil.isAfter(now)) {
            return Evaluation.nothing().reviewedAt(helpedUntil);
        }
        List<PodView> waiting = state.podsOf(subject).stream()
                .filter(pod -> pod.unschedulable()
                        && !pod.terminating()
                        && !pod.shape().gated())
                .filter(pod -> !waitsForVolume(pod, state, now))
                .sorted(Comparator.comparing(ScaleUpStuck::since))
                .toList();
        if (waiting.isEmpty()) {
            return Evaluation.nothing().reviewedAt(laterLook(subject, state, now));
        }
        Instant since = since(waiting.getFirst());
        // The scheduler's own time where it is told; otherwise from when it was first seen here.
        Instant told = toldSince(waiting.getFirst());
        List<Level> levels = new ArrayList<>(List.of(Level.warning(patience).since(told)));
        if (noneReady(subject, state)) {
            levels.add(Level.critical(patience).since(told));
        }
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        Finding.Builder finding = Finding.about(subject);
        if (said.refused() == 0) {
            // That nobody has reacted is told by events: while these aren't watched it is no news.
            finding.parent(Fingerprint.of(
                    state.cluster(), AlertCode.W1, ObjectRef.of("Watcher", null, Resource.EVENTS), null));
        }
        return Evaluation.of(finding.levels(levels)
                .cause(said.refused() > 0 ? "NotTriggerScaleUp" : "NO_REACTION")
                .measured("pendingSeconds", seconds)
                .measured("notTriggered", said.refused())
                .measured("pods", waiting.size())
                .threshold("pending", patience)
                .suggest(SuggestedAction.SCALE_OUT)
                .summary(Words.count(waiting.size(), "pod") + " of " + subject.display()
                        + (waiting.size() == 1 ? " has" : " have") + " found no node for up to "
                        + Math.max(seconds, patience.toSeconds()) / 60 + " min, and "
                        + help(said))
                .evidence(waiting.stream()
                        .limit(10)
                        .map(pod -> pod.evidence(Map.of("reason", "Unschedulable")))
                        .toList())
                .build());
    }

    private static String help(ScaleUpRecorder.History said) {
        if (said.refused() > 0) {
            return "the autoscaler says it can't help";
        }
        return said.reactedAt() == null ? "no autoscaler has reacted" : "what the autoscaler did has not helped";
    }

    /** An autoscaler that has reacted, and hasn't taken it back since, is given its time; null where none has. */
    private @Nullable Instant helpedUntil(ScaleUpRecorder.History said) {
        Instant reacted = said.reactedAt();
        Instant refused = said.refusedAt();
        boolean takenBack = reacted != null && refused != null && !refused.isBefore(reacted);
        return reacted == null || takenBack ? null : reacted.plus(patience);
    }

    /** Gated and volume-bound pods may come to wait for room while nothing is said of them. */
    private @Nullable Instant laterLook(ObjectRef subject, ClusterState state, Instant now) {
        boolean any = state.podsOf(subject).stream()
                .anyMatch(pod -> pod.unschedulable()
                        && !pod.terminating()
                        && !pod.shape().gated());
        return any ? now.plusSeconds(60) : null;
    }

    private static @Nullable Instant toldSince(PodView pod) {
        return pod.unscheduled() == null ? null : pod.unscheduled().lastTransitionTime();
    }

    /** Since when the pod has found no node, as the scheduler tells it; otherwise since it was made. */
    static Instant since(PodView pod) {
        Instant told = toldSince(pod);
        if (told != null) {
            return told;
        }
        return pod.createdAt() == null ? pod.observedAt() : pod.createdAt();
    }

    private boolean waitsForVolume(PodView pod, ClusterState state, Instant now) {
        for (PodVolume volume : pod.shape().volumes()) {
            Tracked<ClaimState> claim = volume.claim() == null
                    ? null
                    : state.object(ClaimState.class, "PersistentVolumeClaim", pod.namespace(), volume.claim());
            if (claim != null
                    && !"Bound".equals(claim.body().phase())
                    && "WaitForFirstConsumer".equals(claim.body().bindingMode())
                    && claim.body().createdAt() != null
                    && claim.body().createdAt().plus(patience).isAfter(now)) {
                return true;
            }
        }
        return false;
    }

    private Evaluation group(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        Instant oldest = situation.now().minus(window);
        List<ScaleUpRecorder.Failure> recent = ScaleUpRecorder.of(state, subject).failures().stream()
                .filter(failure -> failure.at().isAfter(oldest))
                .toList();
        int capacity = recent.stream()
                .filter(ScaleUpRecorder.Failure::capacity)
                .mapToInt(ScaleUpRecorder.Failure::times)
                .sum();
        List<ScaleUpRecorder.Failure> others =
                recent.stream().filter(failure -> !failure.capacity()).toList();
        NodeGroupStatus backoff = backoff(subject, state);
        Instant review = recent.isEmpty() ? null : recent.getFirst().at().plus(window);
        if (others.isEmpty() && capacity < failures && backoff == null) {
            return Evaluation.nothing().reviewedAt(review);
        }
        String cause = backoff != null && !backoff.errorCode().isEmpty()
                ? backoff.errorCode()
                : !others.isEmpty()
                        ? others.getLast().reason()
                        : capacity >= failures ? "InsufficientCapacityError" : "Backoff";
        // Whether a workload is down by now only time tells.
        Instant look = situation.now().plus(LOOK_AGAIN);
        List<Level> levels = new ArrayList<>(List.of(Level.warning(Duration.ZERO)));
        if (aWorkloadIsDown(state, situation.now())) {
            levels.add(Level.critical(Duration.ZERO));
        }
        return Evaluation.of(Finding.about(subject)
                        .levels(levels)
                        .cause(cause)
                        .measured("failures", recent.size())
                        .threshold("failures", failures)
                        .threshold("window", window)
                        .suggest(SuggestedAction.SCALE_OUT)
                        .summary("node group " + subject.name() + " can't be scaled up: " + cause
                                + (backoff == null || backoff.message().isEmpty() ? "" : ", " + backoff.message()))
                        .build())
                .reviewedAt(review == null || review.isAfter(look) ? look : review);
    }

    private static @Nullable NodeGroupStatus backoff(ObjectRef group, ClusterState state) {
        for (Tracked<ClusterAutoscalerStatus> status : state.all(ClusterAutoscalerStatus.class, STATUS)) {
            for (NodeGroupStatus known : NodeGroupStatus.parse(status.body().text())) {
                if (known.name().equals(group.name()) && known.backsOff()) {
                    return known;
                }
            }
        }
        return null;
    }

    /** Whether a workload whose pods have waited too long has none that is ready. */
    private boolean aWorkloadIsDown(ClusterState state, Instant now) {
        return state.unboundPods().stream()
                .filter(pod -> pod.unschedulable() && !pod.shape().gated())
                .filter(pod -> !since(pod).plus(patience).isAfter(now))
                .anyMatch(pod -> noneReady(pod.workloadRef(), state));
    }

    /** By its pods and by its own word: a list of pods may be without those that are ready. */
    private static boolean noneReady(ObjectRef workload, ClusterState state) {
        Tracked<WorkloadState> known = state.workload(workload);
        return state.podsOf(workload).stream().noneMatch(PodView::isReady)
                && (known == null || known.body().readyReplicas() == 0);
    }
}
