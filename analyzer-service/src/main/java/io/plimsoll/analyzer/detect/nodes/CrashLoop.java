package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * N8: containers of a workload crash again and again, or can't get their image (IMAGE_PULL).
 *
 * <p>CrashLoopBackOff shows only between attempts, so pauses of up to five minutes don't count as an end.
 */
public record CrashLoop(Duration heldFor) implements Detector {

    public static final String IMAGE_PULL = "IMAGE_PULL";

    public static CrashLoop defaults() {
        return new CrashLoop(Duration.ofMinutes(15));
    }

    @Override
    public AlertCode code() {
        return AlertCode.N8;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(WaitingTrails.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        PodView pod = change.pod();
        if (change.kind().equals("Node") && NodeFaults.concernsPods(change)) {
            waitingOn(change.ref().name(), state, subjects);
        }
        if (pod == null) {
            return;
        }
        for (String what : List.of(WaitingTrails.CRASH, WaitingTrails.IMAGE)) {
            if (WaitingTrails.waits(change.podBefore(), what) || WaitingTrails.waits(change.podAfter(), what)) {
                subjects.accept(pod.workloadRef());
                return;
            }
        }
    }

    @Override
    public void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {
        if (alert.code() == AlertCode.N1) {
            waitingOn(alert.subject().name(), state, subjects);
        }
    }

    private static void waitingOn(String node, ClusterState state, Consumer<ObjectRef> subjects) {
        state.podsOn(node).stream()
                .filter(pod ->
                        WaitingTrails.waits(pod, WaitingTrails.CRASH) || WaitingTrails.waits(pod, WaitingTrails.IMAGE))
                .map(PodView::workloadRef)
                .distinct()
                .forEach(subjects);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        List<Finding> findings = new ArrayList<>();
        Instant review = null;
        for (String what : List.of(WaitingTrails.CRASH, WaitingTrails.IMAGE)) {
            WaitingTrail trail =
                    situation.state().ledger(WaitingTrails.INSTANCE).of(WaitingTrails.key(what, subject));
            Instant over = trail == null ? Instant.MIN : trail.lastSeen().plus(WaitingTrails.GAP);
            if (trail != null && (trail.now() || situation.now().isBefore(over))) {
                findings.add(finding(subject, what, trail, situation));
                review = trail.now() ? review : over;
            }
        }
        return Evaluation.of(findings).reviewedAt(review);
    }

    private Finding finding(ObjectRef subject, String what, WaitingTrail trail, Situation situation) {
        List<PodView> waiting = situation.state().podsOf(subject).stream()
                .filter(pod -> WaitingTrails.waits(pod, what))
                .toList();
        boolean crash = what.equals(WaitingTrails.CRASH);
        Duration lasted = Duration.between(trail.since(), situation.now());
        Finding.Builder finding = Finding.about(subject)
                .subtype(crash ? null : IMAGE_PULL)
                .levels(Level.warning(heldFor).since(trail.since()))
                .measured("count", waiting.size())
                .measured("durationSeconds", lasted.toSeconds())
                .threshold("heldFor", heldFor)
                .summary("containers of %s have been unable to start for %s (%s): %s"
                        .formatted(
                                subject.display(),
                                Words.of(lasted),
                                crash ? "CrashLoopBackOff" : "image can't be pulled",
                                Words.list(waiting.stream().map(PodView::name).toList())))
                .evidence(waiting.stream()
                        .limit(5)
                        .map(pod -> pod.evidence(Map.of("waiting", what)))
                        .toList());
        NodeFaults.explain(finding, waiting, situation);
        // With the last pod gone nothing can crash any more: what is told stays for the pause that is allowed.
        boolean any = situation.state().podsOf(subject).stream().anyMatch(pod -> !pod.terminating());
        return any ? finding.build() : finding.holding().build();
    }
}
