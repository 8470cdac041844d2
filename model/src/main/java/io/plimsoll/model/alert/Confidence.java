package io.plimsoll.model.alert;

/** How sure the analyzer is, in rising order. */
public enum Confidence {
    LOW,
    MEDIUM,
    HIGH;

    public boolean atLeast(Confidence other) {
        return compareTo(other) >= 0;
    }
}
