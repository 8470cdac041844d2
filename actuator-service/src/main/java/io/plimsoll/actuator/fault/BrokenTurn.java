package io.plimsoll.actuator.fault;

import org.jspecify.annotations.Nullable;

/** A turn that broke on a fault of ours: nothing of it counts, whatever it had changed in memory. */
public final class BrokenTurn extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final @Nullable String origin;

    /**
     * With what it broke on.
     *
     * @param origin the request or decision that was being seen to; null where it was nobody's in particular
     */
    public BrokenTurn(@Nullable String origin, Throwable cause) {
        super("the work on " + (origin == null ? "what all share" : origin) + " broke: " + cause, cause);
        this.origin = origin;
    }

    public @Nullable String origin() {
        return origin;
    }
}
