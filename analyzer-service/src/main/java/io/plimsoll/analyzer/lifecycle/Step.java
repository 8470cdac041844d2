package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.model.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * What a signal leads to.
 *
 * @param next null: inactive
 * @param published the record to publish; null: none
 * @param what why it is published
 */
public record Step(@Nullable Life next, @Nullable Alert published, What what) {

    /** FORGET: the tombstone, a while after the end. */
    public enum What {
        NOTHING,
        TRANSITION,
        HEARTBEAT,
        FORGET
    }

    static Step quiet(@Nullable Life next) {
        return new Step(next, null, What.NOTHING);
    }

    static Step transition(Life next, Alert alert) {
        return new Step(next, alert, What.TRANSITION);
    }
}
