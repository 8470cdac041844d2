package io.plimsoll.watcher.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer other than success, or none; the message is one line for people. */
public final class ApiFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause cause;
    private final transient @Nullable Duration retryAfter;

    /** What to make of it. */
    public enum Cause {
        /** 410, or a Status that says so: the resourceVersion or continue token is too old, or is none the server has had. */
        GONE,
        FORBIDDEN,
        /** 404: the API isn't served. */
        ABSENT,
        /** 400, 422: it doesn't take the request as it is. */
        INVALID,
        /** 429, 5xx, 401, no connection, no answer, an answer that is no JSON: later again. */
        PASSING
    }

    public ApiFailure(Cause cause, String message, @Nullable Duration retryAfter) {
        super(message);
        this.cause = cause;
        this.retryAfter = retryAfter;
    }

    static ApiFailure passing(String message) {
        return new ApiFailure(Cause.PASSING, message, null);
    }

    static ApiFailure ofStatus(int code, String message, @Nullable Duration retryAfter) {
        Cause cause =
                switch (code) {
                    case 410 -> Cause.GONE;
                    case 403 -> Cause.FORBIDDEN;
                    case 404 -> Cause.ABSENT;
                    case 400, 422 -> Cause.INVALID;
                    default -> Cause.PASSING;
                };
        return new ApiFailure(cause, code + " " + message, retryAfter);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Cause what() {
        return cause;
    }

    /** What to look at where it lasts. */
    public String remedy() {
        String message = getMessage();
        if (message.startsWith("401 ")) {
            return "see whether the watcher's token or certificate is valid";
        }
        return message.startsWith("no answer")
                ? "see whether the API server runs and can be reached from here"
                : "see how the API server fares";
    }

    /** How long the server asked to wait, or null. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
