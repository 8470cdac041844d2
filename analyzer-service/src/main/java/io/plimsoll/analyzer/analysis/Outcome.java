package io.plimsoll.analyzer.analysis;

import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Recommendation;

/** What a fact led to, for the world outside. */
public sealed interface Outcome {

    /** An alert was born, changed or ended; {@code life} is how it stands since. */
    record AlertChanged(Alert alert, Life life) implements Outcome {}

    /** An alert still fires; nothing has changed. */
    record AlertRepeated(Alert alert, Life life) implements Outcome {}

    /** An alert is long over: its record may go. */
    record AlertForgotten(String fingerprint) implements Outcome {}

    record Decided(Decision decision) implements Outcome {}

    record Recommended(Recommendation recommendation) implements Outcome {}

    /** A detector broke on a subject: the others go on, this one's alerts stay as they were. */
    record DetectorFailed(AlertCode code, ObjectRef subject, RuntimeException failure) implements Outcome {}
}
