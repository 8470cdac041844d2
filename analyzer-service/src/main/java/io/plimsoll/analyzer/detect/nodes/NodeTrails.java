package io.plimsoll.analyzer.detect.nodes;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers by node name: cordons, readiness, reboots. A node that comes back under its name keeps its reboots. */
public record NodeTrails() implements Recorder<NodeTrail> {

    public static final NodeTrails INSTANCE = new NodeTrails();

    private static final Duration READY_CHANGES = Duration.ofMinutes(30);
    private static final Duration REBOOTS = Duration.ofHours(24);
    private static final String CORDON_TAINT = "node.kubernetes.io/unschedulable";

    @Override
    public String name() {
        return "node-trail";
    }

    @Override
    public Class<NodeTrail> type() {
        return NodeTrail.class;
    }

    /** What is remembered of the node; an empty trail where nothing is. */
    public static NodeTrail of(ClusterState state, String node) {
        NodeTrail trail = state.ledger(INSTANCE).of(node);
        return trail == null ? NodeTrail.NEW : trail;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<NodeTrail> ledger) {
        if (!change.kind().equals("Node")) {
            return;
        }
        String name = change.ref().name();
        NodeTrail known = ledger.of(name);
        NodeTrail before = known == null ? NodeTrail.NEW : known;
        Tracked<NodeState> node = change.after(NodeState.class);
        NodeTrail after = node == null ? gone(before, change.at()) : seen(before, node.body(), change);
        if (!after.equals(known)) {
            ledger.put(name, after);
        }
    }

    private static NodeTrail gone(NodeTrail trail, Instant at) {
        return new NodeTrail(null, false, null, null, null, List.of(), trail.bootId(), trail.reboots(), at);
    }

    private static NodeTrail seen(NodeTrail before, NodeState node, Change change) {
        Instant cordonedAt = before.cordonedAt();
        boolean known = before.cordonTimeKnown();
        if (!node.unschedulable()) {
            cordonedAt = null;
            known = false;
        } else if (cordonedAt == null) {
            Instant said = cordonTime(node);
            boolean watched = change.what() == Change.What.UPDATED && change.transition();
            cordonedAt = said != null && !said.isAfter(change.at()) ? said : change.at();
            known = said != null || watched;
        }
        Condition ready = node.condition("Ready");
        String status = ready == null ? "Unknown" : ready.status();
        boolean changed = !status.equals(before.readyStatus());
        Instant since = changed ? readySince(before, ready, change) : before.readySince();
        boolean rebooted = change.transition()
                && node.bootId() != null
                && before.bootId() != null
                && !node.bootId().equals(before.bootId());
        return new NodeTrail(
                cordonedAt,
                known,
                status,
                since,
                unreadySince(before, status, since),
                changed && turned(before.readyStatus(), status) && change.transition()
                        ? plus(before.readyChanges(), change.at(), READY_CHANGES)
                        : before.readyChanges(),
                node.bootId() == null ? before.bootId() : node.bootId(),
                rebooted ? plus(before.reboots(), change.at(), REBOOTS) : before.reboots(),
                null);
    }

    private static @Nullable Instant unreadySince(NodeTrail before, String status, @Nullable Instant since) {
        return status.equals("True") ? null : before.unreadySince() == null ? since : before.unreadySince();
    }

    /** Watched: when it was seen. Listed: what the API server says. */
    private static Instant readySince(NodeTrail before, @Nullable Condition ready, Change change) {
        Instant said = ready == null ? null : ready.lastTransitionTime();
        boolean watched = before.readyStatus() != null && change.transition();
        return watched || said == null || said.isAfter(change.at()) ? change.at() : said;
    }

    private static boolean turned(@Nullable String before, String after) {
        return before != null && before.equals("True") != after.equals("True");
    }

    /** When the API server says that it was cordoned; null where it doesn't. */
    static @Nullable Instant cordonTime(NodeState node) {
        return node.taints().stream()
                .filter(taint -> taint.key().equals(CORDON_TAINT))
                .map(Taint::timeAdded)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(node.cordonedBy() == null ? null : node.cordonedBy().at());
    }

    private static List<Instant> plus(List<Instant> times, Instant time, Duration kept) {
        List<Instant> all = new ArrayList<>(times);
        all.removeIf(old -> old.isBefore(time.minus(kept)));
        all.add(time);
        return all;
    }

    @Override
    public @Nullable NodeTrail pruned(String key, NodeTrail trail, ClusterState state) {
        boolean over =
                trail.goneAt() != null && state.now().isAfter(trail.goneAt().plus(REBOOTS));
        return over && state.node(key) == null ? null : trail;
    }
}
