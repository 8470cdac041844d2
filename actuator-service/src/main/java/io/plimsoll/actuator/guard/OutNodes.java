package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Taint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that take no new pods, whoever took them out: ours under way, cordoned, NotReady, about to be removed.
 *
 * @param why by node, in a word for people
 */
record OutNodes(Map<String, String> why) {

    private static final int MOST_NAMED = 10;

    private static final String NOT_READY = "NotReady";
    private static final String CORDONED = "cordoned";
    static final String OURS = "ours, ";

    /** Taints by which an autoscaler says that it is removing the node. */
    static final Set<String> REMOVAL_TAINTS =
            Set.of("ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption");

    /** All but the candidate itself: that it is out already does not make it one more. */
    static OutNodes besides(GuardContext context) {
        Map<String, String> why = new TreeMap<>();
        for (Viewed<NodeState> node : context.view().nodes()) {
            String reason = reason(node.state());
            if (reason != null) {
                why.put(node.name(), reason);
            }
        }
        for (Underway ours : context.situation().underway()) {
            why.put(ours.node(), OURS + ours.phase());
        }
        why.remove(context.candidate().node());
        return new OutNodes(why);
    }

    private static @Nullable String reason(NodeState node) {
        if (!node.ready()) {
            return NOT_READY;
        }
        if (removalTaint(node) != null) {
            return "tainted " + removalTaint(node);
        }
        return node.unschedulable() ? CORDONED : null;
    }

    static @Nullable String removalTaint(NodeState node) {
        for (Taint taint : node.taints()) {
            if (REMOVAL_TAINTS.contains(taint.key())) {
                return taint.key();
            }
        }
        return null;
    }

    int count() {
        return why.size();
    }

    boolean contains(String node) {
        return why.containsKey(node);
    }

    /** Those whose state satisfies the question; a node of ours that is gone from the view satisfies none. */
    OutNodes where(ClusterView view, Predicate<NodeState> question) {
        Map<String, String> some = new TreeMap<>(why);
        some.keySet().removeIf(name -> {
            Viewed<NodeState> node = view.node(name);
            return node == null || !question.test(node.state());
        });
        return new OutNodes(some);
    }

    /** {@code n1 (cordoned), n2 (NotReady)}. */
    String display() {
        return listed(why.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .toList());
    }

    /** What brings them back, those that need a hand first. */
    String remedy() {
        List<String> hands = why.entrySet().stream()
                .map(entry -> hand(entry.getKey(), entry.getValue()))
                .filter(Objects::nonNull)
                .toList();
        return hands.isEmpty()
                ? "wait until one of them is back: " + listed(why.keySet())
                : "bring one of them back (" + listed(hands) + "), or wait";
    }

    /** What somebody can do about it; null where it comes back by itself. */
    private static @Nullable String hand(String node, String reason) {
        return switch (reason) {
            case CORDONED -> "kubectl uncordon " + node;
            case NOT_READY -> "kubectl describe node " + node;
            case OURS + "Held" -> "ask for the action complete with node " + node;
            case OURS + "AwaitingReboot" -> "reboot " + node;
            default -> null;
        };
    }

    /** The first few of a list, and how many more there are. */
    static String listed(Collection<String> all) {
        List<String> items = List.copyOf(all);
        String shown = items.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return items.size() <= MOST_NAMED ? shown : shown + " and " + (items.size() - MOST_NAMED) + " more";
    }
}
