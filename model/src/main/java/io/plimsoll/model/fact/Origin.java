package io.plimsoll.model.fact;

/** How the watcher came to know a fact. */
public enum Origin {
    /** The watch delivered it: a transition that happened. */
    WATCH,
    /** An initial list or a re-list held it: it sets state and never counts as a transition. */
    SNAPSHOT,
    /** Found by comparing a list with what was known: the time is an upper bound. */
    RELIST_DIFF
}
