package io.plimsoll.actuator.cluster;

import org.jspecify.annotations.Nullable;

/** Who of several instances works for the cluster. */
public interface Office extends AutoCloseable {

    /** Whether it is we, in this very moment. */
    boolean leads();

    /** Raised with every term, where writes have to be told from an earlier term's. */
    long epoch();

    /** Why it isn't we; null while it is. */
    @Nullable
    String problem();

    /** Gives it up without a word, as a killed process does. */
    void abandon();

    /** Gives it up so that another may take it at once. */
    @Override
    void close();
}
