package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.fact.NodeGroup;
import io.plimsoll.model.fact.NodeState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PAUSED: nobody has paused maintenance for the node. */
public record PausedGuard() implements Guard {

    public static final String CODE = "PAUSED";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        List<Pause> covering = covering(
                context.view(), context.candidate().node(), context.situation().pauses(), context.now());
        return verdict(covering);
    }

    /** Closed while anything at all is paused. */
    static Verdict any(List<Pause> pauses, Instant now) {
        return verdict(pauses.stream().filter(pause -> pause.inForceAt(now)).toList());
    }

    private static Verdict verdict(List<Pause> covering) {
        if (covering.isEmpty()) {
            return Verdict.open();
        }
        String reason = covering.stream()
                .map(pause -> pause.by() + " paused " + pause.scope().display() + ": " + pause.reason())
                .collect(Collectors.joining("; "));
        Instant opens = opens(covering);
        return new Verdict.Closed(CODE, reason, remedy(covering, opens), opens);
    }

    private static String remedy(List<Pause> covering, @Nullable Instant opens) {
        if (covering.stream().anyMatch(Pause::fixed)) {
            return "set plimsoll.actuator.paused to false";
        }
        return opens == null
                ? "ask for the action resume with the scope of the pause (" + scopes(covering)
                        + ") once its cause is gone"
                : "wait until " + opens + ", or ask for the action resume (" + scopes(covering) + ") earlier";
    }

    private static String scopes(List<Pause> covering) {
        return covering.stream()
                .map(pause -> pause.scope().display())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The pauses in force that cover the node. One whose scope can't be told, since the node isn't seen, covers it. */
    public static List<Pause> covering(ClusterView view, String node, List<Pause> pauses, Instant now) {
        return pauses.stream()
                .filter(pause -> pause.inForceAt(now) && covers(view, node, pause.scope()))
                .toList();
    }

    private static boolean covers(ClusterView view, String node, Scope scope) {
        Viewed<NodeState> seen = view.node(node);
        return switch (scope.kind()) {
            case Cluster -> true;
            case Node -> node.equals(scope.name());
            case NodeGroup -> seen == null || isIn(seen.state().group(), scope);
            case Namespace ->
                view.podsOn(node).stream()
                        .anyMatch(pod -> pod.namespace().equals(scope.name())
                                && !pod.state().finished());
        };
    }

    private static boolean isIn(@Nullable NodeGroup group, Scope scope) {
        return group != null && group.name().equals(scope.name());
    }

    /** When the last of them ends; null where one ends only by a resume. */
    private static @Nullable Instant opens(List<Pause> covering) {
        Instant last = Instant.MIN;
        for (Pause pause : covering) {
            Instant until = pause.until();
            if (until == null) {
                return null;
            }
            last = until.isAfter(last) ? until : last;
        }
        return last;
    }
}
