package io.plimsoll.model.alert;

import io.plimsoll.model.ObjectRef;
import org.jspecify.annotations.Nullable;

/** The subject of an alert for ever: {@code cluster|code|kind|namespace|name[|subtype]}, the alert record's key. */
public final class Fingerprint {

    private Fingerprint() {}

    public static String of(String cluster, AlertCode code, ObjectRef subject, @Nullable String subtype) {
        String namespace = subject.namespace() == null ? "" : subject.namespace();
        String common = String.join("|", cluster, code.code(), subject.kind(), namespace, subject.name());
        return subtype == null ? common : common + "|" + subtype;
    }
}
