package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.store.ApiStatus;
import java.io.IOException;

/** Writes answers. */
final class Answers {

    static final String JSON = "application/json";

    private Answers() {}

    static void json(Exchange exchange, int code, JsonNode body) throws IOException {
        exchange.answer(code, JSON, Json.bytes(body));
    }

    static void bytes(Exchange exchange, int code, byte[] body) throws IOException {
        exchange.answer(code, JSON, body);
    }

    /** {@code Retry-After} is sent only where the Status has a number of seconds, as the API server does. */
    static void status(Exchange exchange, ApiStatus status) throws IOException {
        if (status.retryAfterSeconds() > 0) {
            exchange.header("Retry-After", Integer.toString(status.retryAfterSeconds()));
        }
        json(exchange, status.code(), status.toJson());
    }
}
