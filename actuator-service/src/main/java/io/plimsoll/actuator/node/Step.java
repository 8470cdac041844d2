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
                        .map(effect -> on(effect, NodeEffect.Basis.STOOD))
                        .toList());
    }

    /** The same, where that cordon stands without our claim: that is remembered until the claim is there again. */
    Step ofUnclaimedCordon() {
        NodeLife remembered = next;
        if (next instanceof NodeLife.RollingBack(var task, var claim, var gone, var end, var time, var again, var _)) {
            remembered = new NodeLife.RollingBack(task, claim, gone, end, time, again, true);
        } else if (next instanceof NodeLife.Releasing(var task, var claim, var gone, var times, var again, var _)) {
            remembered = new NodeLife.Releasing(task, claim, gone, times, again, true);
        }
        return new Step(
                remembered,
                effects.stream()
                        .map(effect -> on(effect, NodeEffect.Basis.UNCLAIMED))
                        .toList());
    }

    private static NodeEffect on(NodeEffect effect, NodeEffect.Basis basis) {
        return effect instanceof NodeEffect.Release(var task, var claim, boolean off, var _)
                ? new NodeEffect.Release(task, claim, off, basis)
                : effect;
    }

    static Step to(NodeLife next, NodeEffect... effects) {
        return new Step(next, List.of(effects));
    }
}
