package io.plimsoll.model.alert;

/** What would help; whether it is done is for policies and people. */
public enum SuggestedAction {
    NONE,
    CORDON_NODE,
    DRAIN_NODE,
    PAUSE_MAINTENANCE,
    FIX_PDB,
    FIX_REQUESTS,
    SCALE_OUT,
    INVESTIGATE
}
