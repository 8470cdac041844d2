package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.ContainerView;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.fact.ContainerState.Termination;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Notes containers that were killed for memory, by workload and by node.
 *
 * <p>As the vertical autoscaler's observer does: a container that turned Terminated with reason OOMKilled, or whose
 * restart count rose with such a last termination; one termination counts once, by pod, container and finishing time. A
 * count that rose by k says one kill for certain and k − 1 perhaps. Exit code 137 alone is any SIGKILL: it counts only
 * beside a system out-of-memory kill on the same node, whose victims the kubelet reports as Error
 * (kubernetes/kubernetes#53669).
 *
 * @param beside how close a system kill must lie
 */
public record OomRecorder(Duration kept, Duration beside) implements Recorder<OomRecorder.History> {

    private static final OomRecorder STANDARD = new OomRecorder(Duration.ofMinutes(150), Duration.ofSeconds(60));
    private static final int MOST = 500;

    /**
     * One or more kills of a container.
     *
     * @param verified 1 where the termination was seen
     * @param suspected whether it is only likely, by a system kill beside it
     */
    public record Kill(
            Instant at,
            String pod,
            String container,
            @Nullable Instant finishedAt,
            int verified,
            int unverified,
            boolean suspected,
            Evidence evidence) {}

    /** A container that exited with 137 for another reason than OOMKilled. */
    public record Exit(
            Instant at,
            ObjectRef workload,
            String pod,
            String container,
            @Nullable Instant finishedAt,
            Evidence evidence) {}

    /** A kernel kill reported on the node itself. */
    public record NodeOom(Instant at, String reason, Evidence evidence) {}

    /** Oldest first; exits and node kills are of nodes only. */
    public record History(List<Kill> kills, List<Exit> exits, List<NodeOom> onNode) {

        public History {
            kills = Copies.list(kills);
            exits = Copies.list(exits);
            onNode = Copies.list(onNode);
        }

        private History with(Kill kill) {
            return new History(added(kills, kill), exits, onNode);
        }

        private History with(Exit exit) {
            return new History(kills, added(exits, exit), onNode);
        }

        private History with(NodeOom oom) {
            return new History(kills, exits, added(onNode, oom));
        }

        private boolean knows(String pod, String container, @Nullable Instant finishedAt) {
            return kills.stream()
                    .anyMatch(kill -> kill.verified() > 0
                            && kill.pod().equals(pod)
                            && kill.container().equals(container)
                            && Objects.equals(kill.finishedAt(), finishedAt));
        }
    }

    public static OomRecorder defaults() {
        return STANDARD;
    }

    static History of(ClusterState state, ObjectRef subject) {
        return known(state.ledger(STANDARD).of(key(subject)));
    }

    private static History known(@Nullable History history) {
        return history == null ? new History(List.of(), List.of(), List.of()) : history;
    }

    private static String key(ObjectRef subject) {
        return subject.kind() + "/" + subject.display();
    }

    @Override
    public String name() {
        return "oom-kills";
    }

    @Override
    public Class<History> type() {
        return History.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<History> ledger) {
        if (!change.transition()) {
            return;
        }
        EventState event = change.body(EventState.class);
        if (event != null && onNode(event)) {
            nodeOom(change, event, ledger);
        }
        PodView pod = change.podAfter();
        PodView before = change.podBefore();
        if (pod != null && before != null && pod.sameObject(before)) {
            for (ContainerView container : pod.containers()) {
                ContainerView was = before.container(container.name());
                if (was != null && !was.equals(container)) {
                    container(change, pod, was, container, ledger);
                }
            }
        }
    }

    static boolean onNode(EventState event) {
        boolean kill = event.reason().equals("SystemOOM") || event.reason().equals("OOMKilling");
        return kill && event.involved().kind().equals("Node");
    }

    private void container(
            Change change, PodView pod, ContainerView was, ContainerView container, Ledger<History> ledger) {
        int rose = Math.max(0, container.restarts() - was.restarts());
        Termination ended = "Terminated".equals(container.state()) ? container.termination() : null;
        boolean newlyEnded = ended != null && !Objects.equals(ended, was.termination());
        Termination last = rose > 0 ? container.lastTermination() : null;
        if (newlyEnded && ended != null && "OOMKilled".equals(ended.reason())) {
            kill(change, pod, container, ended, Math.max(0, rose - 1), ledger);
        } else if (last != null && "OOMKilled".equals(last.reason())) {
            kill(change, pod, container, last, rose - 1, ledger);
        } else {
            Termination killed = newlyEnded ? ended : last;
            if (killed != null && killed.exitCode() == 137 && pod.nodeName() != null) {
                exit(change, pod, container, killed, ledger);
            }
        }
    }

    private void kill(
            Change change,
            PodView pod,
            ContainerView container,
            Termination ended,
            int unverified,
            Ledger<History> ledger) {
        String uid = pod.uid() == null ? pod.name() : pod.uid();
        History history = known(ledger.of(key(pod.workloadRef())));
        int verified = history.knows(uid, container.name(), ended.finishedAt()) ? 0 : 1;
        if (verified + unverified > 0) {
            Map<String, Object> fields = Map.of(
                    "container", container.name(), "restarts", container.restarts(), "exitCode", ended.exitCode());
            put(
                    pod,
                    new Kill(
                            change.at(),
                            uid,
                            container.name(),
                            ended.finishedAt(),
                            verified,
                            unverified,
                            false,
                            pod.evidence(fields)),
                    ledger);
        }
    }

    private void put(PodView pod, Kill kill, Ledger<History> ledger) {
        add(pod.workloadRef(), kill, ledger);
        if (pod.nodeName() != null) {
            add(NodeMemory.subject(pod.nodeName()), kill, ledger);
        }
    }

    private void add(ObjectRef subject, Kill kill, Ledger<History> ledger) {
        ledger.put(
                key(subject), recent(known(ledger.of(key(subject))), kill.at()).with(kill));
    }

    private void exit(Change change, PodView pod, ContainerView container, Termination killed, Ledger<History> ledger) {
        String uid = pod.uid() == null ? pod.name() : pod.uid();
        Exit exit = new Exit(
                change.at(),
                pod.workloadRef(),
                uid,
                container.name(),
                killed.finishedAt(),
                pod.evidence(Map.of("container", container.name(), "exitCode", killed.exitCode())));
        ObjectRef node = NodeMemory.subject(String.valueOf(pod.nodeName()));
        History history = known(ledger.of(key(node)));
        boolean explained = history.onNode().stream().anyMatch(oom -> close(oom.at(), exit.at()));
        ledger.put(key(node), recent(history, change.at()).with(exit));
        if (explained) {
            suspect(exit, node, ledger);
        }
    }

    private void nodeOom(Change change, EventState event, Ledger<History> ledger) {
        ObjectRef node = NodeMemory.subject(event.involved().name());
        Evidence evidence = new Evidence(
                change.position().partition(),
                change.position().offset(),
                "Event",
                change.fact().namespace(),
                change.fact().name(),
                change.fact().uid(),
                change.fact().resourceVersion(),
                change.at(),
                Map.of("reason", event.reason(), "message", event.message()));
        History history = known(ledger.of(key(node)));
        boolean again = history.onNode().stream()
                .anyMatch(oom -> oom.at().equals(change.at())
                        && Objects.equals(oom.evidence().name(), evidence.name()));
        if (again) {
            return; // delivered twice
        }
        ledger.put(key(node), recent(history, change.at()).with(new NodeOom(change.at(), event.reason(), evidence)));
        history.exits().stream()
                .filter(exit -> close(exit.at(), change.at()))
                .forEach(exit -> suspect(exit, node, ledger));
    }

    private boolean close(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(beside) <= 0;
    }

    private void suspect(Exit exit, ObjectRef node, Ledger<History> ledger) {
        Kill kill = new Kill(exit.at(), exit.pod(), exit.container(), exit.finishedAt(), 0, 1, true, exit.evidence());
        boolean known = known(ledger.of(key(exit.workload()))).kills().stream()
                .anyMatch(before -> before.suspected()
                        && before.pod().equals(kill.pod())
                        && before.container().equals(kill.container())
                        && Objects.equals(before.finishedAt(), kill.finishedAt()));
        if (!known) {
            add(exit.workload(), kill, ledger);
            add(node, kill, ledger);
        }
    }

    private History recent(History history, Instant now) {
        Instant oldest = now.minus(kept);
        return new History(
                history.kills().stream()
                        .filter(kill -> !kill.at().isBefore(oldest))
                        .toList(),
                history.exits().stream()
                        .filter(exit -> !exit.at().isBefore(oldest))
                        .toList(),
                history.onNode().stream()
                        .filter(oom -> !oom.at().isBefore(oldest))
                        .toList());
    }

    private static <T> List<T> added(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list.size() < MOST ? list : list.subList(1, list.size()));
        longer.add(last);
        return longer;
    }

    @Override
    public @Nullable History pruned(String key, History history, ClusterState state) {
        History left = recent(history, state.now());
        return left.kills().isEmpty() && left.exits().isEmpty() && left.onNode().isEmpty() ? null : left;
    }
}
