package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.memory.OomRecorder.Kill;
import io.plimsoll.analyzer.detect.memory.OomRecorder.NodeOom;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * M5: a container of a workload was killed for memory.
 *
 * <p>One finding per container, and one ({@code CHILD_OOM}) on a node where the kernel killed a process that no
 * container's status speaks of.
 *
 * @param window over which kills are counted
 * @param warning kills, certain or not, that warn
 * @param critical certain kills that are critical
 * @param quiet how long without a kill until it is over
 * @param beside how close a container's kill must lie to explain one that the node reports
 */
public record OomKilled(Duration window, int warning, int critical, Duration quiet, Duration beside)
        implements Detector {

    public static OomKilled defaults() {
        return new OomKilled(Duration.ofHours(1), 2, 3, Duration.ofHours(2), Duration.ofSeconds(60));
    }

    @Override
    public AlertCode code() {
        return AlertCode.M5;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(OomRecorder.defaults());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        PodView pod = change.podAfter();
        EventState event = change.body(EventState.class);
        if (pod != null
                && change.podBefore() != null
                && !pod.containers().equals(change.podBefore().containers())) {
            if (!OomRecorder.of(state, pod.workloadRef()).kills().isEmpty()) {
                subjects.accept(pod.workloadRef());
            }
        } else if (event != null && OomRecorder.onNode(event)) {
            ObjectRef node = NodeMemory.subject(event.involved().name());
            subjects.accept(node);
            OomRecorder.of(state, node).exits().forEach(exit -> subjects.accept(exit.workload()));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Instant oldest = situation.now().minus(quiet);
        OomRecorder.History history = OomRecorder.of(situation.state(), subject);
        if (subject.kind().equals("Node")) {
            return children(subject, history, situation.now());
        }
        List<Kill> kills = history.kills().stream()
                .filter(kill -> kill.at().isAfter(oldest))
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (String container :
                new TreeSet<>(kills.stream().map(Kill::container).toList())) {
            List<Kill> own = kills.stream()
                    .filter(kill -> kill.container().equals(container))
                    .toList();
            findings.add(finding(subject, container, own, situation));
        }
        Instant oldestKill =
                kills.stream().map(Kill::at).min(Instant::compareTo).orElse(null);
        return Evaluation.of(findings).reviewedAt(oldestKill == null ? null : oldestKill.plus(quiet));
    }

    private Finding finding(ObjectRef subject, String container, List<Kill> kills, Situation situation) {
        Instant from = situation.now().minus(window);
        List<Kill> recent =
                kills.stream().filter(kill -> kill.at().isAfter(from)).toList();
        // Once the hour is over the last numbers stand, so that the end of the alert still says what happened.
        List<Kill> counted = recent.isEmpty() ? kills : recent;
        int verified = counted.stream().mapToInt(Kill::verified).sum();
        int unverified = counted.stream().mapToInt(Kill::unverified).sum();
        boolean suspected = kills.stream().allMatch(Kill::suspected);
        List<Level> levels = new ArrayList<>(List.of(Level.info(Duration.ZERO)));
        if (!recent.isEmpty() && verified + unverified >= warning) {
            levels.add(Level.warning(Duration.ZERO));
        }
        if ((!recent.isEmpty() && verified >= critical) || everyReplica(subject, recent, situation.state())) {
            levels.add(Level.critical(Duration.ZERO));
        }
        return Finding.about(subject)
                .subtype(container)
                .levels(levels)
                .confidence(suspected ? Confidence.MEDIUM : Confidence.HIGH)
                .cause(suspected ? "SUSPECTED_SYSTEM_OOM" : "LIMIT_REACHED")
                .label("container", container)
                .measured("verified", verified)
                .measured("unverified", unverified)
                .threshold("window", window)
                .threshold("warning", warning)
                .threshold("criticalVerified", critical)
                .suggest(SuggestedAction.FIX_REQUESTS)
                .summary("container " + container + " of " + subject.display()
                        + (suspected
                                ? sentence(" was killed ", verified + unverified)
                                        + ", presumably for memory: the kernel killed on its node at that time"
                                : sentence(" was killed for memory ", verified + unverified)
                                        + (unverified > 0
                                                ? ", of which " + unverified + " told only by its restarts"
                                                : "")))
                .evidence(kills.stream().map(Kill::evidence).toList())
                .build();
    }

    private String sentence(String killed, int times) {
        return killed + Words.times(times) + " in " + window.toMinutes() + " min";
    }

    /** Whether each of at least two replicas was killed. */
    private static boolean everyReplica(ObjectRef workload, List<Kill> recent, ClusterState state) {
        List<PodView> replicas =
                state.podsOf(workload).stream().filter(pod -> !pod.finished()).toList();
        return replicas.size() >= 2
                && replicas.stream().allMatch(pod -> recent.stream()
                        .anyMatch(kill -> kill.verified() > 0 && kill.pod().equals(pod.uid())));
    }

    private Evaluation children(ObjectRef node, OomRecorder.History history, Instant now) {
        List<NodeOom> orphans = history.onNode().stream()
                .filter(oom -> oom.reason().equals("OOMKilling"))
                .filter(oom -> oom.at().isAfter(now.minus(quiet)))
                .filter(oom -> !explained(oom, history))
                .toList();
        List<NodeOom> settled = orphans.stream()
                .filter(oom -> !now.isBefore(oom.at().plus(beside)))
                .toList();
        Instant review = orphans.stream()
                .map(oom ->
                        settled.contains(oom) ? oom.at().plus(quiet) : oom.at().plus(beside))
                .min(Instant::compareTo)
                .orElse(null);
        if (settled.isEmpty()) {
            return Evaluation.nothing().reviewedAt(review);
        }
        Finding finding = Finding.about(node)
                .subtype("CHILD_OOM")
                .levels(Level.info(Duration.ZERO))
                .confidence(Confidence.MEDIUM)
                .cause("CHILD_OOM")
                .measured("verified", 0)
                .measured("unverified", settled.size())
                .threshold("window", window)
                .summary("the kernel killed " + (settled.size() == 1 ? "a process" : settled.size() + " processes")
                        + " on " + node.name() + " for memory, and no container's status speaks of it")
                .evidence(settled.stream().map(NodeOom::evidence).toList())
                .build();
        return Evaluation.of(finding).reviewedAt(review);
    }

    private boolean explained(NodeOom oom, OomRecorder.History history) {
        return history.kills().stream()
                .anyMatch(kill -> Duration.between(kill.at(), oom.at()).abs().compareTo(beside) <= 0);
    }
}
