package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.fact.EventState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers by node name: garbage collection that frees nothing or hangs, pods evicted for want of disk. */
public record NodeComplaints() implements Recorder<NodeComplaint> {

    public static final NodeComplaints INSTANCE = new NodeComplaints();

    static final String NOTHING_FREED = "NOTHING_FREED";
    static final String GC_HANGS = "GC_HANGS";
    static final String EVICTED_FOR_DISK = "EVICTED_FOR_DISK";

    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final int MOST = 60;
    private static final Set<String> DISK = Set.of("ephemeral-storage", "nodefs", "imagefs", "inodes");

    @Override
    public String name() {
        return "node-complaints";
    }

    @Override
    public Class<NodeComplaint> type() {
        return NodeComplaint.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<NodeComplaint> ledger) {
        EventState event = change.body(EventState.class);
        if (event != null && event.involved().kind().equals("Node")) {
            String what = what(event);
            if (what != null) {
                note(event.involved().name(), what, change.fact().name(), event.count(), change.at(), ledger);
            }
            return;
        }
        PodView pod = change.podAfter();
        if (pod != null && change.transition() && pod.nodeName() != null && evictedForDisk(pod) && !wasFailed(change)) {
            note(pod.nodeName(), EVICTED_FOR_DISK, pod.name(), 1, change.at(), ledger);
        }
    }

    private static boolean wasFailed(Change change) {
        PodView before = change.podBefore();
        return before != null && "Failed".equals(before.phase());
    }

    private static boolean evictedForDisk(PodView pod) {
        String message = pod.message();
        return "Evicted".equals(pod.reason())
                && message != null
                && DISK.stream().anyMatch(message::contains);
    }

    private static @Nullable String what(EventState event) {
        return switch (event.reason()) {
            case "ImageGCFailed", "FreeDiskSpaceFailed" -> freedNothing(event.message()) ? NOTHING_FREED : null;
            case "ContainerGCFailed" -> event.message().contains("DeadlineExceeded") ? GC_HANGS : null;
            default -> null;
        };
    }

    /** In the words of older kubelets, and of newer ones ({@code image_gc_manager.go}). */
    private static boolean freedNothing(String message) {
        return message.contains("freed 0 bytes") || message.contains("found 0 bytes eligible to free");
    }

    private static void note(
            String node, String what, String event, int count, Instant at, Ledger<NodeComplaint> ledger) {
        NodeComplaint known = ledger.of(node);
        List<NodeComplaint.Count> counts = new ArrayList<>(known == null ? List.of() : known.counts());
        counts.removeIf(old -> old.at().isBefore(at.minus(KEPT)));
        counts.add(new NodeComplaint.Count(what, event, count, at));
        ledger.put(
                node,
                new NodeComplaint(counts.size() > MOST ? counts.subList(counts.size() - MOST, counts.size()) : counts));
    }

    /** What is remembered of the node; nothing where nothing is. */
    static NodeComplaint of(ClusterState state, String node) {
        NodeComplaint complaint = state.ledger(INSTANCE).of(node);
        return complaint == null ? new NodeComplaint(List.of()) : complaint;
    }

    @Override
    public @Nullable NodeComplaint pruned(String key, NodeComplaint complaint, ClusterState state) {
        return complaint.counts().getLast().at().isBefore(state.now().minus(KEPT)) ? null : complaint;
    }
}
