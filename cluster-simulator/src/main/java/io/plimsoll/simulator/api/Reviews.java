package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.rbac.Access;
import io.plimsoll.simulator.rbac.Authorizer;
import io.plimsoll.simulator.rbac.Rule;
import io.plimsoll.simulator.rbac.User;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Questions about rights: nothing is stored, the answer is in the status. */
final class Reviews {

    private final Authorizer authorizer;

    Reviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    void review(ApiRequest request, Exchange exchange) throws IOException {
        ObjectNode review = Json.readObject(request.http().body(), request.contentType());
        switch (request.resource()) {
            case "selfsubjectaccessreviews" -> decide(review, request.user());
            case "subjectaccessreviews", "localsubjectaccessreviews" -> decide(review, subject(review.path("spec")));
            case "selfsubjectrulesreviews" -> rules(review, request.user());
            case "selfsubjectreviews" -> whoAmI(review, request.user());
            default ->
                throw new ApiException(
                        ApiStatus.of(404, "NotFound", "the server could not find the requested resource"));
        }
        Answers.json(exchange, 201, review);
    }

    private static User subject(JsonNode spec) {
        List<String> groups = new ArrayList<>();
        spec.path("groups").forEach(group -> groups.add(group.asText()));
        return new User(spec.path("user").asText(), groups);
    }

    private void decide(ObjectNode review, User user) {
        JsonNode wanted = review.path("spec").path("resourceAttributes");
        boolean allowed;
        if (wanted.isMissingNode()) {
            allowed = true; // a non-resource path: those are open to everybody here
        } else {
            String subresource = wanted.path("subresource").asText("");
            String resource = wanted.path("resource").asText();
            allowed = authorizer.allows(
                    user,
                    new Access(
                            wanted.path("verb").asText(),
                            wanted.path("group").asText(""),
                            subresource.isEmpty() ? resource : resource + "/" + subresource,
                            wanted.path("namespace").asText(""),
                            wanted.path("name").asText("")));
        }
        ObjectNode status = review.putObject("status").put("allowed", allowed);
        if (!allowed) {
            status.put("reason", "no role bound to \"%s\" allows it".formatted(user.name()));
        }
    }

    private void rules(ObjectNode review, User user) {
        ObjectNode status = review.putObject("status");
        ArrayNode rules = status.putArray("resourceRules");
        for (Rule rule :
                authorizer.rulesOf(user, review.path("spec").path("namespace").asText(""))) {
            rules.add(rule.toJson());
        }
        ObjectNode paths = status.putArray("nonResourceRules").addObject();
        paths.putArray("verbs").add("get");
        paths.putArray("nonResourceURLs").add("*");
        status.put("incomplete", false);
    }

    private static void whoAmI(ObjectNode review, User user) {
        ObjectNode info = review.putObject("status").putObject("userInfo").put("username", user.name());
        user.groups().forEach(info.putArray("groups")::add);
    }
}
