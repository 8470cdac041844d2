package io.plimsoll.actuator.view;

import java.util.Locale;

/** What is watched, one watch each. */
public enum Resource {
    NODES,
    PODS,
    BUDGETS,
    WORKLOADS,
    CLAIMS,
    VOLUMES,
    STORAGE_CLASSES,
    /** Other maintainers' leases of nodes. */
    LOCKS;

    /** How people write it: {@code storage classes}. */
    public String display() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
