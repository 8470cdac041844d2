package io.plimsoll.analyzer.analysis;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import java.util.Comparator;

/**
 * One question: a detector and a subject. In order of the detectors' list, so that parents are asked first.
 *
 * @param detector its place in the list
 * @param subject without uid
 */
record Asked(int detector, AlertCode code, ObjectRef subject) implements Comparable<Asked> {

    private static final Comparator<Asked> ORDER = Comparator.comparingInt(Asked::detector)
            .thenComparing(asked -> asked.subject().kind())
            .thenComparing(asked -> asked.subject().namespace(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(asked -> asked.subject().name());

    static Asked of(int detector, AlertCode code, ObjectRef subject) {
        return new Asked(detector, code, withoutUid(subject));
    }

    static ObjectRef withoutUid(ObjectRef ref) {
        return ref.uid() == null ? ref : new ObjectRef(ref.kind(), ref.namespace(), ref.name(), null);
    }

    @Override
    public int compareTo(Asked other) {
        return ORDER.compare(this, other);
    }
}
