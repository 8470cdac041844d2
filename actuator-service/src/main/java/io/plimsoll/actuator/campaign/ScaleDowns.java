package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.ledger.Remembered.Suspension;
import io.plimsoll.actuator.sight.Scopes;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.fact.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the cluster autoscaler from removing nodes for as long as a decision holds. */
final class ScaleDowns {

    /** Behind a suspension of which no decision is known. */
    private static final String NOBODY = "nobody";

    private static final Duration LONGEST_GAP = Duration.ofMinutes(5);

    /** How often nodes that have joined what is suspended are looked for, and how long one may have been on its way. */
    private static final Duration LOOK = Duration.ofSeconds(15);

    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;
    private final List<Effect> effects;
    private final Map<String, Asked> asked = new HashMap<>();
    private Instant looked = Instant.EPOCH;

    private record Wish(Remembered.Mark mark, boolean suspended) {}

    /**
     * What the API server was asked for a node.
     *
     * @param attempt counted from 1
     * @param again when it is asked once more; null while its answer is awaited, and once it is done
     */
    private record Asked(Wish wish, int attempt, @Nullable Instant again) {
        boolean due(Instant now) {
            return again != null && !now.isBefore(again);
        }
    }

    ScaleDowns(HelmSettings settings, ClusterView view, Ledger ledger, List<Effect> effects) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
        this.effects = effects;
    }

    void decided(Decision decision, boolean suspend, Instant now) {
        Map<String, Suspension> suspensions = new LinkedHashMap<>(ledger.marks().suspensions());
        suspensions
                .values()
                .removeIf(known ->
                        suspend ? known.scope().equals(decision.scope()) : within(decision.scope(), known.scope()));
        if (suspend) {
            suspensions.put(decision.id(), new Suspension(decision.scope(), now, decision.expiresAt()));
        }
        ledger.suspensions(suspensions);
        for (Viewed<NodeState> node : view.nodes()) {
            Remembered.Mark known = ledger.marks().scaleDown().get(node.name());
            if (!Scopes.covers(decision.scope(), view, node.name()) || (!suspend && known == null)) {
                continue;
            }
            Remembered.Mark longest = longest(suspensions, node, now);
            ledger.scaleDown(
                    node.name(), longest == null ? new Remembered.Mark(node.uid(), decision.id(), now) : longest);
        }
    }

    /** What is asked of a node by the suspension that covers it for longest; null where none does. */
    private Remembered.@Nullable Mark longest(
            Map<String, Suspension> suspensions, Viewed<NodeState> node, Instant now) {
        return suspensions.entrySet().stream()
                .filter(each -> now.isBefore(each.getValue().until())
                        && Scopes.covers(each.getValue().scope(), view, node.name()))
                .max(Comparator.comparing(each -> each.getValue().until()))
                .map(each -> new Remembered.Mark(
                        node.uid(), each.getKey(), each.getValue().until()))
                .orElse(null);
    }

    /** What is restored is restored whole; what was suspended more widely goes on where nothing is said of it. */
    private boolean within(Scope restored, Scope suspended) {
        String node = suspended.name();
        return restored.kind() == Scope.Kind.Cluster
                || restored.equals(suspended)
                || (suspended.kind() == Scope.Kind.Node && node != null && Scopes.covers(restored, view, node));
    }

    /** Found on a node as a term began: what nobody here has asked for is taken off as if its time were over. */
    void found(String node, String uid, Instant now) {
        if (!ledger.marks().scaleDown().containsKey(node)) {
            ledger.scaleDown(node, new Remembered.Mark(uid, NOBODY, now));
        }
    }

    /**
     * Asks for what isn't so yet: set while it holds, taken off once its time is over. What is refused is asked again, after
     * 2 s, 4 s, 8 s and so on up to 5 min, until it is done.
     */
    void keep(Instant now) {
        if (!ledger.marks().suspensions().isEmpty() && !now.isBefore(looked.plus(LOOK))) {
            looked = now;
            joined(now);
            effects.add(new Effect.WakeAt(now.plus(LOOK)));
        }
        ledger.marks().scaleDown().forEach((node, mark) -> {
            boolean suspended = mark.until() == null || now.isBefore(mark.until());
            Wish wish = new Wish(mark, suspended);
            Asked known = asked.get(node);
            int attempt = known == null || !known.wish().equals(wish) ? 1 : known.attempt() + 1;
            if (known == null || attempt == 1 || known.due(now)) {
                asked.put(node, new Asked(wish, attempt, null));
                effects.add(new Effect.ScaleDown(node, mark.origin(), suspended, settings.dryRun()));
            }
            if (suspended && mark.until() != null) {
                effects.add(new Effect.WakeAt(mark.until()));
            }
        });
    }

    /** Nodes that were added since are suspended with the others: those just bought are what a thrashing autoscaler removes. */
    private void joined(Instant now) {
        Map<String, Suspension> suspensions = new LinkedHashMap<>(ledger.marks().suspensions());
        suspensions.values().removeIf(known -> !now.isBefore(known.until()));
        ledger.suspensions(suspensions);
        for (Viewed<NodeState> node : view.nodes()) {
            Instant created = node.state().createdAt();
            Remembered.Mark known = ledger.marks().scaleDown().get(node.name());
            if (created == null || (known != null && known.uid().equals(node.uid()))) {
                continue;
            }
            Map<String, Suspension> meant = new LinkedHashMap<>(suspensions);
            meant.values().removeIf(each -> created.isBefore(each.since().minus(ON_ITS_WAY)));
            Remembered.Mark longest = longest(meant, node, now);
            if (longest != null) {
                ledger.scaleDown(node.name(), longest);
            }
        }
    }

    void answered(Signal.ScaleDownAnswered answer, Instant now) {
        Asked known = asked.get(answer.node());
        if (!answer.done()) {
            if (known != null) {
                Instant again = now.plus(gap(known.attempt()));
                asked.put(answer.node(), new Asked(known.wish(), known.attempt(), again));
                effects.add(new Effect.WakeAt(again));
            }
            return;
        }
        Remembered.Mark mark = ledger.marks().scaleDown().get(answer.node());
        if (!answer.suspended() && mark != null && mark.origin().equals(answer.origin())) {
            ledger.scaleDown(answer.node(), null);
            asked.remove(answer.node());
        }
    }

    private static Duration gap(int attempt) {
        Duration gap = Duration.ofSeconds(1L << Math.min(attempt, 10));
        return gap.compareTo(LONGEST_GAP) < 0 ? gap : LONGEST_GAP;
    }

    /** What was written down as suspended before the process ended is set, or taken off, once more. */
    void resumed(Instant now) {
        asked.clear();
        keep(now);
    }
}
