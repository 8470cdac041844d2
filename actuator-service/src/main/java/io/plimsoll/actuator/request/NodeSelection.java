package io.plimsoll.actuator.request;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.Copies;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are meant: those named and those the selector selects, together.
 *
 * @param names valid node names, each once, in the order given
 */
public record NodeSelection(List<String> names, @Nullable LabelSelector selector) {

    /**
     * What the selection comes to at one moment.
     *
     * @param present names of nodes that exist: the named ones first, then the selected ones by name
     * @param missing named, but there is no such node
     */
    public record Resolved(List<String> present, List<String> missing) {

        public Resolved {
            present = Copies.list(present);
            missing = Copies.list(missing);
        }
    }

    public NodeSelection {
        names = Copies.list(names);
    }

    /**
     * By a selector as kubectl writes it.
     *
     * @throws IllegalArgumentException with the part that can't be read
     */
    public static NodeSelection selected(String selector) {
        return new NodeSelection(List.of(), SelectorReader.parse(selector));
    }

    public static NodeSelection named(String... names) {
        return new NodeSelection(List.of(names), null);
    }

    /** Whether the node is meant, by its name or by its labels as they are now. */
    public boolean means(Viewed<NodeState> node) {
        return names.contains(node.name())
                || (selector != null && selector.matches(node.state().labels()));
    }

    public Resolved resolve(ClusterView view) {
        List<String> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            (view.node(name) == null ? missing : present).add(name);
        }
        var wanted = selector;
        if (wanted != null) {
            var selected = new TreeSet<String>();
            for (Viewed<?> node : view.nodes()) {
                var state = view.node(node.name());
                if (state != null && wanted.matches(state.state().labels())) {
                    selected.add(node.name());
                }
            }
            present.forEach(selected::remove);
            present.addAll(selected);
        }
        return new Resolved(present, missing);
    }
}
