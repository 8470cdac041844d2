package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.analyzer.detect.Finding;
import java.util.List;

/** What may befall an alert. */
public sealed interface Signal {

    /** The detector was asked and found something. */
    record Found(Finding finding, List<String> suppressedBy) implements Signal {}

    /** The detector was asked and found nothing: the resolve condition holds. */
    record Gone() implements Signal {}

    /** What the detector needs to know can't be known now. */
    record InputsLost() implements Signal {}

    /** The object it is about is gone. */
    record ObjectDeleted() implements Signal {}

    /** Nothing but time. */
    record TimePassed() implements Signal {}
}
