package io.plimsoll.actuator.node;

import java.util.List;

/** Where a node stands next, and what to do once that is written down. */
public record Step(NodeLife next, List<NodeEffect> effects) {

    public Step {
        effects = List.copyOf(effects);
    }

    static Step stay(NodeLife state) {
        return new Step(state, List.of());
    }

    static Step to(NodeLife next, NodeEffect... effects) {
        return new Step(next, List.of(effects));
    }
}
