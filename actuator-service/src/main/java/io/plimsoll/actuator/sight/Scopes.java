package io.plimsoll.actuator.sight;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.fact.NodeState;

/** Which nodes a scope means. */
public final class Scopes {

    private Scopes() {}

    public static boolean covers(Scope scope, ClusterView view, String node) {
        return switch (scope.kind()) {
            case Cluster -> true;
            case Node -> node.equals(scope.name());
            case NodeGroup -> {
                Viewed<NodeState> found = view.node(node);
                yield found != null
                        && found.state().group() != null
                        && found.state().group().name().equals(scope.name());
            }
            case Namespace ->
                view.podsOn(node).stream().anyMatch(pod -> pod.namespace().equals(scope.name()));
        };
    }
}
