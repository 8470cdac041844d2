package io.plimsoll.simulator.store;

/**
 * Who writes, for {@code metadata.managedFields}.
 *
 * @param manager such as {@code kubectl-cordon}; empty leaves managedFields alone
 * @param subresource {@code status} or {@code scale}; empty for the object itself
 */
public record Write(String manager, String subresource) {

    /** Leaves managedFields alone: for what nobody will ask about, such as heartbeats. */
    public static final Write UNTRACKED = new Write("", "");

    public static Write by(String manager) {
        return new Write(manager, "");
    }

    public Write of(String part) {
        return new Write(manager, part);
    }
}
