package io.plimsoll.actuator.plan;

/** What a pod is to a drain; the first that applies, in this order. */
public enum PodClass {
    /** Finished, or bound to the node no more. */
    GONE(Handling.SKIP),
    /** The kubelet's own, from a file: the API can't evict it. */
    MIRROR(Handling.SKIP),
    /** Its DaemonSet would put it back. */
    DAEMON_SET(Handling.SKIP),
    TERMINATING(Handling.AWAIT),
    /** Somebody else is about to take it away: the scheduler, a taint, the garbage collector. */
    DISRUPTED(Handling.AWAIT),
    /** Nothing would re-create it. */
    UNMANAGED(Handling.REFUSE),
    /** It would lose an emptyDir's data. */
    EMPTY_DIR(Handling.REFUSE),
    /** Its owner says never. */
    DO_NOT_DISRUPT(Handling.REFUSE),
    /** Its owner says not before an instant. */
    DO_NOT_DISRUPT_YET(Handling.EVICT_LATER),
    /** More than one budget covers it: the API server refuses to evict it. */
    PDB_OVERLAP(Handling.REFUSE),
    /** Its budget would allow nothing even with everything healthy. */
    PDB_PERMANENTLY_BLOCKED(Handling.REFUSE),
    /** Its volume lies on this node alone. */
    LOCAL_VOLUME(Handling.REFUSE),
    /** No remaining node takes it now: it would be Pending. */
    NO_PLACE(Handling.EVICT_LATER),
    /** Its budget has nothing left to allow now. */
    PDB_BLOCKED(Handling.EVICT_LATER),
    EVICTABLE(Handling.EVICT);

    private final Handling handling;

    PodClass(Handling handling) {
        this.handling = handling;
    }

    public Handling handling() {
        return handling;
    }
}
