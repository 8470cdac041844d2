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

    /** The same, where the cordon to be taken off is known to be ours. */
    Step ofOurCordon() {
        return new Step(
                next,
                effects.stream()
                        .<NodeEffect>map(
                                effect -> effect instanceof NodeEffect.Release(var task, var claim, boolean off, var _)
                                        ? new NodeEffect.Release(task, claim, off, true)
                                        : effect)
                        .toList());
    }

    static Step to(NodeLife next, NodeEffect... effects) {
        return new Step(next, List.of(effects));
    }
}
