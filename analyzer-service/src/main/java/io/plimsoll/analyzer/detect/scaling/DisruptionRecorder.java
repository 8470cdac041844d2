package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.NodeClaimState;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notes why Karpenter disrupts a node, by the node's name and by its provider's id: the claim that says so may be gone
 * before the node is. Told by the claim's condition DisruptionReason, or by Karpenter's events. An interruption is told by
 * events alone ({@code pkg/controllers/interruption/events}): the claim is deleted without a reason.
 */
public record DisruptionRecorder(Duration kept) implements Recorder<DisruptionRecorder.Reason> {

    private static final DisruptionRecorder DEFAULTS = new DisruptionRecorder(Duration.ofHours(24));
    private static final Pattern WORDS = Pattern.compile("Disrupting (?:Node|NodeClaim): (\\w+)");

    private static final Set<String> INTERRUPTIONS =
            Set.of("SpotInterrupted", "InstanceStopping", "InstanceTerminating", "TerminatingOnInterruption");

    private static final String INTERRUPTION = "Interruption";

    /** The latest reason and when it was told. */
    public record Reason(String reason, Instant at) {}

    public static DisruptionRecorder defaults() {
        return DEFAULTS;
    }

    /** Karpenter's reason for the node; null where it gave none. */
    static @Nullable String of(Tracked<NodeState> node, ClusterState state) {
        Ledger<Reason> ledger = state.ledger(DEFAULTS);
        Reason byName = ledger.of("name/" + node.name());
        Reason told = byName == null ? ledger.of("provider/" + node.body().providerId()) : byName;
        boolean ofAnEarlierNode = told != null
                && node.body().createdAt() != null
                && told.at().isBefore(node.body().createdAt());
        boolean old = told != null && !told.at().plus(DEFAULTS.kept).isAfter(state.now());
        return told == null || ofAnEarlierNode || old ? null : told.reason();
    }

    @Override
    public String name() {
        return "node-disruptions";
    }

    @Override
    public Class<Reason> type() {
        return Reason.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<Reason> ledger) {
        Tracked<NodeClaimState> claim = change.after(NodeClaimState.class);
        if (claim != null) {
            for (Condition condition : claim.body().conditions()) {
                if (condition.is("DisruptionReason", "True") && condition.reason() != null) {
                    note(claim.body().nodeName(), claim.body().providerId(), condition.reason(), change, ledger);
                }
            }
        }
        EventState event = change.body(EventState.class);
        if (event != null && change.transition() && INTERRUPTIONS.contains(event.reason())) {
            interrupted(event.involved(), change, state, ledger);
            return;
        }
        Matcher words = event == null || !event.reason().startsWith("Disrupt") ? null : WORDS.matcher(event.message());
        if (event != null
                && words != null
                && words.find()
                && event.involved().kind().equals("Node")) {
            note(event.involved().name(), null, words.group(1), change, ledger);
        }
    }

    /** Karpenter says it of the node and of its claim, which has a name of its own. */
    private static void interrupted(ObjectRef about, Change change, ClusterState state, Ledger<Reason> ledger) {
        if (about.kind().equals("Node")) {
            note(about.name(), null, INTERRUPTION, change, ledger);
        } else if (about.kind().equals("NodeClaim")) {
            Tracked<NodeClaimState> claim = state.object(NodeClaimState.class, "NodeClaim", null, about.name());
            if (claim != null) {
                note(claim.body().nodeName(), claim.body().providerId(), INTERRUPTION, change, ledger);
            }
        }
    }

    private static void note(
            @Nullable String node, @Nullable String provider, String reason, Change change, Ledger<Reason> ledger) {
        Reason told = new Reason(reason, change.at());
        if (node != null) {
            ledger.put("name/" + node, told);
        }
        if (provider != null) {
            ledger.put("provider/" + provider, told);
        }
    }

    @Override
    public @Nullable Reason pruned(String key, Reason history, ClusterState state) {
        return history.at().plus(kept).isAfter(state.now()) ? history : null;
    }
}
