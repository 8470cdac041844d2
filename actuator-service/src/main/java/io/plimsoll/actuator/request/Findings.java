package io.plimsoll.actuator.request;

import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is found while one request is read: faults, bounded in number, and fields that this version doesn't know. */
final class Findings {

    private static final int MOST = 20;

    private final boolean unknownFieldsPass;
    private final List<Cause> causes = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private int beyond;

    /** Fields of a newer minor version pass: within a major version changes only add. */
    Findings(boolean unknownFieldsPass) {
        this.unknownFieldsPass = unknownFieldsPass;
    }

    void add(Cause cause) {
        if (causes.size() < MOST) {
            causes.add(cause);
        } else {
            beyond++;
        }
    }

    void unknown(String path, Set<String> known) {
        if (!unknownFieldsPass) {
            add(new Cause(
                    "UNKNOWN_FIELD",
                    path,
                    "field " + path + " is not known",
                    "remove it; known here: " + String.join(", ", new TreeSet<>(known))));
        } else if (ignored.size() < MOST) {
            ignored.add(path);
        }
    }

    boolean none() {
        return causes.isEmpty();
    }

    List<Cause> causes() {
        if (beyond == 0) {
            return List.copyOf(causes);
        }
        List<Cause> all = new ArrayList<>(causes);
        all.add(new Cause("MORE", null, beyond + " more faults are not listed", "mend those listed first"));
        return all;
    }

    List<String> ignored() {
        return List.copyOf(ignored);
    }
}
