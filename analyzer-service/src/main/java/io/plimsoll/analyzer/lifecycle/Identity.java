package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Which alert it is, for ever. */
public record Identity(
        String fingerprint,
        String cluster,
        AlertCode code,
        ObjectRef subject,
        @Nullable String subtype) {

    public static Identity of(String cluster, AlertCode code, ObjectRef subject, @Nullable String subtype) {
        return new Identity(Fingerprint.of(cluster, code, subject, subtype), cluster, code, subject, subtype);
    }
}
