package io.plimsoll.model.maintenance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a request stands. Each request ends in exactly one terminal state. */
public enum RequestState {
    ACCEPTED(false),
    QUEUED(false),
    DEFERRED(false),
    RUNNING(false),
    HELD(false),
    SUCCEEDED(true),
    FAILED(true),
    REJECTED(true),
    CANCELLED(true),
    EXPIRED(true),
    SUPERSEDED(true);

    private final boolean terminal;

    RequestState(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean terminal() {
        return terminal;
    }

    /** As written in records: lower case. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static RequestState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
