package io.plimsoll.analyzer.detect.maintenance;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.nodes.NodeMarks;
import io.plimsoll.analyzer.detect.nodes.NodeTrails;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * C1: too many nodes were taken out at once.
 *
 * <p>It starts when more than {@code percent} of the nodes, and more than one, were cordoned within {@code window}; it
 * stays while that many are still cordoned, and turns critical when a quarter is, when little room is left, or when what
 * runs on the cordoned nodes wouldn't fit elsewhere. Control-plane nodes, nodes that an autoscaler is removing, nodes that
 * aren't ready and old cordons don't count. It is asked of the cluster, and of each zone and node group (all of its
 * nodes), with every tick: a cordon each of a thousand nodes costs one look at them all, not a thousand. A single node left
 * cordoned for a day, without a drain that gets on, is told as STALE_CORDON.
 *
 * @param minFreePercent of cpu or memory, by requests, on what is left; below it it is critical
 */
public record MassCordon(
        int percent,
        int criticalPercent,
        int minFreePercent,
        int unschedulablePods,
        Duration window,
        Duration heldFor,
        Duration keepFor,
        Duration oldAfter)
        implements Detector {

    public static final String STALE_CORDON = "STALE_CORDON";

    private static final Duration REVIEW = Duration.ofSeconds(30);

    public static MassCordon defaults() {
        return new MassCordon(
                10,
                25,
                20,
                5,
                Duration.ofMinutes(15),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofHours(24));
    }

    @Override
    public AlertCode code() {
        return AlertCode.C1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.NODES);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(NodeTrails.INSTANCE, DrainTrails.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (!change.kind().equals("Node")) {
            return;
        }
        Tracked<NodeState> before = change.before(NodeState.class);
        Tracked<NodeState> after = change.after(NodeState.class);
        boolean was = before != null && before.body().unschedulable();
        boolean is = after != null && after.body().unschedulable();
        boolean counts =
                was != is || (is && before != null && after != null && marksChanged(before.body(), after.body()));
        if (!counts) {
            return;
        }
        subjects.accept(ObjectRef.of("Cluster", null, state.cluster()));
        subjects.accept(change.ref());
        NodeState node = after == null ? before == null ? null : before.body() : after.body();
        if (node != null && node.zone() != null) {
            subjects.accept(ObjectRef.of("Zone", null, node.zone()));
        }
        if (node != null && node.group() != null) {
            subjects.accept(ObjectRef.of("NodeGroup", null, node.group().name()));
        }
    }

    @Override
    public boolean gathers(ObjectRef subject) {
        return !subject.kind().equals("Node");
    }

    private static boolean marksChanged(NodeState before, NodeState after) {
        return before.ready() != after.ready() || !before.taints().equals(after.taints());
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        return switch (subject.kind()) {
            case "Node" -> staleCordon(subject, situation);
            case "Zone" -> wholeOf(subject, List.copyOf(situation.state().nodesOfZone(subject.name())), situation);
            case "NodeGroup" ->
                wholeOf(subject, List.copyOf(situation.state().nodesOfGroup(subject.name())), situation);
            default -> ofCluster(subject, situation);
        };
    }

    private Evaluation ofCluster(ObjectRef cluster, Situation situation) {
        List<Tracked<NodeState>> cordoned = situation.state().cordonedNodes().stream()
                .filter(node -> counts(node, situation))
                .toList();
        if (cordoned.size() <= 1) {
            return Evaluation.nothing();
        }
        long total = situation.state().nodes().stream()
                .filter(node -> !NodeMarks.controlPlane(node.body()))
                .count();
        long most = Math.max(1, total * percent / 100);
        if (cordoned.size() <= most) {
            return Evaluation.nothing();
        }
        boolean sudden = recent(cordoned, situation).size() > most;
        if (!sudden && !situation.alerts().fires(AlertCode.C1, cordoned(cluster))) {
            return Evaluation.nothing();
        }
        Instant review = situation.now().plus(REVIEW);
        return Evaluation.of(finding(cluster, "cluster", cordoned, total, situation))
                .reviewedAt(review);
    }

    private static ObjectRef cordoned(ObjectRef subject) {
        return ObjectRef.of(subject.kind(), null, subject.name());
    }

    /** All nodes of one zone, or of one group, where that isn't the whole cluster. */
    private Evaluation wholeOf(ObjectRef subject, List<Tracked<NodeState>> nodes, Situation situation) {
        List<Tracked<NodeState>> cordoned = nodes.stream()
                .filter(node -> node.body().unschedulable() && counts(node, situation))
                .toList();
        boolean whole = nodes.size() >= 2
                && cordoned.size() == nodes.size()
                && nodes.size() < situation.state().nodes().size();
        boolean sudden = whole && !recent(cordoned, situation).isEmpty();
        if (!whole || !(sudden || situation.alerts().fires(AlertCode.C1, cordoned(subject)))) {
            return Evaluation.nothing();
        }
        String scope = subject.kind().equals("Zone") ? "zone" : "nodeGroup";
        return Evaluation.of(finding(subject, scope, cordoned, nodes.size(), situation));
    }

    private boolean counts(Tracked<NodeState> node, Situation situation) {
        Instant since = NodeTrails.of(situation.state(), node.name()).cordonedAt();
        return node.body().ready()
                && !NodeMarks.controlPlane(node.body())
                && !NodeMarks.byAutoscaler(node.body())
                && (since == null || since.isAfter(situation.now().minus(oldAfter)));
    }

    private List<Tracked<NodeState>> recent(List<Tracked<NodeState>> cordoned, Situation situation) {
        Instant from = situation.now().minus(window);
        return cordoned.stream()
                .filter(node -> {
                    var trail = NodeTrails.of(situation.state(), node.name());
                    return trail.cordonTimeKnown()
                            && trail.cordonedAt() != null
                            && !trail.cordonedAt().isBefore(from);
                })
                .toList();
    }

    private Finding finding(
            ObjectRef subject, String scope, List<Tracked<NodeState>> cordoned, long total, Situation situation) {
        Room room = Room.without(cordoned, situation.state());
        double share = 100.0 * cordoned.size() / Math.max(1, total);
        String why = scope.equals("cluster") ? critical(share, room, situation) : null;
        List<Level> levels = new ArrayList<>();
        Instant begun = begun(cordoned, situation);
        levels.add(Level.warning(heldFor).since(begun));
        if (why != null) {
            levels.add(Level.critical(heldFor).since(begun));
        }
        List<String> names = cordoned.stream().map(Tracked::name).toList();
        List<String> blocked = Room.blockedBudgets(cordoned, situation.state());
        return Finding.about(subject)
                .levels(levels)
                .keepFor(keepFor)
                .fallsToo()
                .measured("cordoned", cordoned.size())
                .measured("total", total)
                .measured("percent", Math.round(share * 10) / 10.0)
                .measured("freeCpuPercent", room.freeCpuPercent())
                .measured("freeMemoryPercent", room.freeMemoryPercent())
                .measured("displacedCpuMillis", room.displacedCpuMillis())
                .measured("displacedMemoryBytes", room.displacedMemoryBytes())
                .measured("blockedPdbs", blocked)
                .measured("scope", scope)
                .threshold("percent", percent)
                .threshold("criticalPercent", criticalPercent)
                .threshold("minFreePercent", minFreePercent)
                .threshold("window", window)
                .cause(why)
                .label("who", Room.who(cordoned))
                .label("uncordonFirst", Words.list(Room.freest(cordoned, situation.state())))
                .summary(
                        "%d of %d nodes (%s %%) of %s are cordoned; on the rest %d %% of cpu and %d %% of memory are free%s"
                                .formatted(
                                        cordoned.size(),
                                        total,
                                        Words.of(share),
                                        scope.equals("cluster") ? "the cluster" : subject.name(),
                                        room.freeCpuPercent(),
                                        room.freeMemoryPercent(),
                                        blocked.isEmpty()
                                                ? ""
                                                : ", and " + Words.count(blocked.size(), "budget")
                                                        + " on them allow nothing"))
                .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                .evidence(cordoned.stream()
                        .limit(10)
                        .map(node -> node.evidence(Map.of("cordonedAt", cordonedAt(node, situation))))
                        .toList())
                .label("cordonedNodes", Words.list(names))
                .build();
    }

    /** The last cordon, if it came just now: since then it has held, though it is asked only with the tick that follows. */
    private static @Nullable Instant begun(List<Tracked<NodeState>> cordoned, Situation situation) {
        return cordoned.stream()
                .map(node -> NodeTrails.of(situation.state(), node.name()).cordonedAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .filter(last -> last.isAfter(situation.now().minus(REVIEW)))
                .orElse(null);
    }

    private static String cordonedAt(Tracked<NodeState> node, Situation situation) {
        return String.valueOf(NodeTrails.of(situation.state(), node.name()).cordonedAt());
    }

    /** Why it is critical; null where it isn't. */
    private @Nullable String critical(double share, Room room, Situation situation) {
        if (share >= criticalPercent) {
            return "SHARE";
        }
        if (Math.min(room.freeCpuPercent(), room.freeMemoryPercent()) < minFreePercent) {
            return "LITTLE_ROOM";
        }
        if (room.displacedCpuMillis() > room.freeCpuMillis() || room.displacedMemoryBytes() > room.freeMemoryBytes()) {
            return "DISPLACED_DO_NOT_FIT";
        }
        return Room.podsThatFitOnlyCordoned(situation.state(), unschedulablePods) ? "PODS_WAIT_FOR_CORDONED" : null;
    }

    private Evaluation staleCordon(ObjectRef subject, Situation situation) {
        Tracked<NodeState> node = situation.state().node(subject.name());
        Instant since = NodeTrails.of(situation.state(), subject.name()).cordonedAt();
        if (node == null || !node.body().unschedulable() || since == null) {
            return Evaluation.nothing();
        }
        DrainTrail drain = situation.state().ledger(DrainTrails.INSTANCE).of(subject.name());
        Instant progress = drain == null || drain.intendedSince() == null ? since : drain.unchangedSince();
        Instant old = (progress.isAfter(since) ? progress : since).plus(oldAfter);
        if (situation.now().isBefore(old)) {
            return Evaluation.nothing().reviewedAt(old);
        }
        Duration age = Duration.between(since, situation.now());
        return Evaluation.of(Finding.about(node.ref())
                .subtype(STALE_CORDON)
                .levels(new Level(Severity.INFO, Duration.ZERO, "stale", old))
                .measured("durationSeconds", age.toSeconds())
                .threshold("oldAfter", oldAfter)
                .label("who", Room.who(List.of(node)))
                .summary("%s has been cordoned for %s".formatted(node.name(), Words.of(age)))
                .evidence(node.evidence(Map.of("cordonedAt", since.toString())))
                .build());
    }
}
