package io.plimsoll.simulator.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Kubernetes' {@code meta/v1 Status}.
 *
 * @param kind in {@code details.kind}: the API server puts the plural there for most errors, the kind for invalid ones
 * @param retryAfterSeconds 0 for none
 */
public record ApiStatus(
        int code,
        String reason,
        String message,
        String name,
        String group,
        String kind,
        String uid,
        List<Cause> causes,
        int retryAfterSeconds) {

    /** An entry of {@code details.causes}; {@code field} may be empty. */
    public record Cause(String reason, String message, String field) {}

    public ApiStatus {
        causes = List.copyOf(causes);
    }

    public static ApiStatus of(int code, String reason, String message) {
        return new ApiStatus(code, reason, message, "", "", "", "", List.of(), 0);
    }

    public ApiStatus about(ResourceType type, String objectName) {
        return new ApiStatus(
                code, reason, message, objectName, type.group(), type.plural(), uid, causes, retryAfterSeconds);
    }

    public ApiStatus because(Cause cause) {
        return new ApiStatus(code, reason, message, name, group, kind, uid, List.of(cause), retryAfterSeconds);
    }

    public ApiStatus retryAfter(int seconds) {
        return new ApiStatus(code, reason, message, name, group, kind, uid, causes, seconds);
    }

    /** The body of the answer. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "Status").put("apiVersion", "v1");
        json.putObject("metadata");
        json.put("status", code < 400 ? "Success" : "Failure");
        putUnlessEmpty(json, "message", message);
        putUnlessEmpty(json, "reason", reason);
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        putUnlessEmpty(details, "name", name);
        putUnlessEmpty(details, "group", group);
        putUnlessEmpty(details, "kind", kind);
        putUnlessEmpty(details, "uid", uid);
        if (!causes.isEmpty()) {
            var list = details.putArray("causes");
            for (Cause cause : causes) {
                ObjectNode node = list.addObject();
                putUnlessEmpty(node, "reason", cause.reason());
                putUnlessEmpty(node, "message", cause.message());
                putUnlessEmpty(node, "field", cause.field());
            }
        }
        if (retryAfterSeconds > 0) {
            details.put("retryAfterSeconds", retryAfterSeconds);
        }
        if (!details.isEmpty()) {
            json.set("details", details);
        }
        return json.put("code", code);
    }

    private static void putUnlessEmpty(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}
