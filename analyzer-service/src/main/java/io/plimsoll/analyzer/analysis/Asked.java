package io.plimsoll.analyzer.analysis;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import org.jspecify.annotations.Nullable;

/**
 * One question: a detector and a subject. In order of the detectors' list, so that parents are asked first.
 *
 * @param detector its place in the list
 * @param subject without uid
 */
record Asked(int detector, AlertCode code, ObjectRef subject) implements Comparable<Asked> {

    static Asked of(int detector, AlertCode code, ObjectRef subject) {
        return new Asked(detector, code, withoutUid(subject));
    }

    static ObjectRef withoutUid(ObjectRef ref) {
        return ref.uid() == null ? ref : new ObjectRef(ref.kind(), ref.namespace(), ref.name(), null);
    }

    @Override
    public int compareTo(Asked other) {
        if (this == other) {
            return 0; // as an empty set asks of its first
        }
        int order = Integer.compare(detector, other.detector);
        order = order != 0 ? order : subject.kind().compareTo(other.subject.kind());
        order = order != 0 ? order : compare(subject.namespace(), other.subject.namespace());
        return order != 0 ? order : subject.name().compareTo(other.subject.name());
    }

    private static int compare(@Nullable String namespace, @Nullable String other) {
        if (namespace == null || other == null) {
            return namespace == null ? other == null ? 0 : -1 : 1;
        }
        return namespace.compareTo(other);
    }
}
