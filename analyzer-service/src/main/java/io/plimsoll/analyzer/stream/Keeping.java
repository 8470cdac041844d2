package io.plimsoll.analyzer.stream;

/** How the working set survives a restart. */
public enum Keeping {
    /** In a store on disk, with a changelog: a service. */
    ON_DISK,
    /** In a store in memory, with a changelog. */
    IN_MEMORY,
    /** Not at all: a recording that is read once. */
    NOT
}
