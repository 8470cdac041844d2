package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the API server said.
 *
 * @param code 0 where there was no answer at all
 * @param body the object, or the Status; missing where there was none or it wasn't JSON
 * @param message the Status' message, or why there is no answer
 */
record Reply(
        int code, JsonNode body, String message, @Nullable Duration retryAfter) {

    boolean ok() {
        return code >= 200 && code < 300;
    }

    boolean answered() {
        return code != 0;
    }

    /** Whether an admission webhook or policy refused it, whatever code it chose to. */
    boolean denied() {
        return message.contains("admission webhook") || message.contains("ValidatingAdmissionPolicy");
    }

    boolean hasCause(String reason) {
        for (JsonNode cause : body.path("details").path("causes")) {
            if (reason.equals(cause.path("reason").asText())) {
                return true;
            }
        }
        return false;
    }

    /** The causes' own messages, which carry the numbers; the Status' message where there are none. */
    String causes() {
        StringBuilder all = new StringBuilder();
        for (JsonNode cause : body.path("details").path("causes")) {
            all.append(all.isEmpty() ? "" : "; ").append(cause.path("message").asText());
        }
        return all.isEmpty() ? message : all.toString();
    }
}
