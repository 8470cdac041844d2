package io.plimsoll.deploy.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.faults.Call;
import io.plimsoll.simulator.rbac.Access;
import io.plimsoll.wire.Json;

/**
 * What a service asked the API server: to do something, or whether it might.
 *
 * @param whether true where it only asked whether it might (a SelfSubjectAccessReview), as the actuator does before it begins
 */
record Asked(String service, Access access, boolean whether) {

    static Asked of(Call call) {
        String service = call.user().replaceAll(".*:plimsoll-", "");
        if (call.path().endsWith("/selfsubjectaccessreviews")) {
            return new Asked(service, reviewed(call.body()), true);
        }
        return new Asked(
                service, new Access(call.verb(), group(call), call.resource(), call.namespace(), name(call)), false);
    }

    private static Access reviewed(String body) {
        try {
            JsonNode attributes = Json.mapper().readTree(body).at("/spec/resourceAttributes");
            String resource = attributes.path("resource").asText();
            String subresource = attributes.path("subresource").asText("");
            return new Access(
                    attributes.path("verb").asText(),
                    attributes.path("group").asText(""),
                    subresource.isEmpty() ? resource : resource + "/" + subresource,
                    attributes.path("namespace").asText(""),
                    attributes.path("name").asText(""));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(body, e);
        }
    }

    private static String group(Call call) {
        return call.path().startsWith("/apis/") ? call.path().split("/")[2] : "";
    }

    /** The one ConfigMap is listed by a field selector, which the path doesn't show. */
    private static String name(Call call) {
        return call.resource().equals("configmaps") && call.name().isEmpty()
                ? "cluster-autoscaler-status"
                : call.name();
    }

    @Override
    public String toString() {
        return service + (whether ? " asks whether it may " : " ") + access.verb() + " " + access.resource()
                + (access.group().isEmpty() ? "" : "." + access.group())
                + (access.namespace().isEmpty() ? "" : " in " + access.namespace())
                + (access.name().isEmpty() ? "" : " " + access.name());
    }
}
