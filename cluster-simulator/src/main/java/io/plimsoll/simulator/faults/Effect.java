package io.plimsoll.simulator.faults;

import io.plimsoll.simulator.store.ApiStatus;
import java.time.Duration;
import java.util.List;

/** What happens to a call instead of, or before, its ordinary answer. */
public sealed interface Effect {

    /** Answers this and does nothing. */
    record Answer(ApiStatus status) implements Effect {}

    /** Waits this long in machine time, then goes on as usual. */
    record Delay(Duration duration) implements Effect {}

    /** Breaks the connection without an answer. {@code after} it was carried out, or before. */
    record Cut(boolean reset, boolean after) implements Effect {}

    /** Never answers; the connection stays open. */
    record Hang() implements Effect {}

    /** The API server is overloaded: 429 of its priority and fairness, with {@code Retry-After} unless 0. */
    static Effect tooManyRequests(int retryAfterSeconds) {
        return new Answer(ApiStatus.of(
                        429,
                        "TooManyRequests",
                        "the server has received too many requests and has asked us to try " + "again later")
                .retryAfter(retryAfterSeconds));
    }

    /** For codes of 500 and above. */
    static Effect serverError(int code) {
        return new Answer(ApiStatus.of(
                code,
                code == 503 ? "ServiceUnavailable" : "InternalError",
                code == 503
                        ? "the server is currently unable to handle the request"
                        : "Internal error occurred: simulated"));
    }

    static Effect forbidden(String message) {
        return new Answer(ApiStatus.of(403, "Forbidden", message));
    }

    static Effect gone() {
        return new Answer(ApiStatus.of(410, "Expired", "too old resource version: simulated"));
    }

    /** A validating webhook says no: {@code admission webhook "…" denied the request: …}. */
    static Effect webhookDenial(String webhook, int code, String why) {
        return new Answer(new ApiStatus(
                code,
                code == 403 ? "Forbidden" : "",
                "admission webhook \"%s\" denied the request: %s".formatted(webhook, why),
                "",
                "",
                "",
                "",
                List.of(),
                0));
    }
}
