package io.plimsoll.analyzer.cases;

import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.Severity;
import java.time.Duration;

/** A published change of an alert, at a minute of the script. */
public record Transition(Alert alert) {

    public double minute() {
        return Duration.between(Script.T0, alert.updatedAt()).toMillis() / 60_000.0;
    }

    public boolean atLeast(Severity severity) {
        return alert.severity().atLeast(severity);
    }

    /** {@code N1 n1 FIRING WARNING @1.0}, a subtype after a slash: {@code P3/NEVER_ALLOWS shop/cart …}. */
    @Override
    public String toString() {
        String code =
                alert.subtype() == null ? alert.code().code() : alert.code().code() + "/" + alert.subtype();
        return "%s %s %s %s @%s"
                .formatted(code, alert.subject().display(), alert.state(), alert.severity(), minuteText());
    }

    private String minuteText() {
        double minute = minute();
        return minute == Math.rint(minute) ? String.valueOf((long) minute) : String.valueOf(minute);
    }
}
