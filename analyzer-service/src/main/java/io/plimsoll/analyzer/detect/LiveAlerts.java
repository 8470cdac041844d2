package io.plimsoll.analyzer.detect;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The alerts of the cluster that fire now, for rules that build on other rules' results. */
public interface LiveAlerts {

    /** The firing (or stale) alert, as last published; null where there is none. The subject's uid doesn't matter. */
    @Nullable
    Alert firing(AlertCode code, ObjectRef subject, @Nullable String subtype);

    /** Every firing alert of the code. */
    Collection<Alert> firing(AlertCode code);

    default boolean fires(AlertCode code, ObjectRef subject) {
        return firing(code, subject, null) != null;
    }

    /** None at all: for tests of detectors that don't ask. */
    static LiveAlerts none() {
        return new LiveAlerts() {
            @Override
            public @Nullable Alert firing(AlertCode code, ObjectRef subject, @Nullable String subtype) {
                return null;
            }

            @Override
            public Collection<Alert> firing(AlertCode code) {
                return java.util.List.of();
            }
        };
    }
}
