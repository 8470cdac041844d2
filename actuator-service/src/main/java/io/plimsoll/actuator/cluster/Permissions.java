package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** Asks the API server, before anything is done, whether we may do what we must. */
public final class Permissions {

    private record Rule(String group, String resource, String subresource, List<String> verbs, boolean writes) {}

    private static final List<String> READ = List.of("get", "list", "watch");

    private static final List<Rule> RULES = List.of(
            new Rule("", "nodes", "", READ, false),
            new Rule("", "nodes", "", List.of("patch"), true),
            new Rule("", "pods", "", READ, false),
            new Rule("", "pods", "eviction", List.of("create"), true),
            new Rule("policy", "poddisruptionbudgets", "", READ, false),
            new Rule("apps", "deployments", "", READ, false),
            new Rule("apps", "replicasets", "", READ, false),
            new Rule("apps", "statefulsets", "", READ, false),
            new Rule("apps", "daemonsets", "", READ, false),
            new Rule("", "persistentvolumes", "", READ, false),
            new Rule("", "persistentvolumeclaims", "", READ, false),
            new Rule("storage.k8s.io", "storageclasses", "", READ, false),
            new Rule("coordination.k8s.io", "leases", "", List.of("get", "create", "update"), true),
            new Rule("", "events", "", List.of("create", "patch"), true),
            new Rule("", "pods", "", List.of("delete"), true));

    private Permissions() {}

    /** One line for each missing rule, with the rule that mends it; a question without answer is such a line, too. */
    public static List<String> missing(Api api, boolean writes, boolean force, Leadership.LeaseName lease) {
        List<String> missing = new ArrayList<>();
        for (Rule rule : RULES) {
            if ((rule.writes() && !writes) || (rule.verbs().contains("delete") && !force)) {
                continue;
            }
            List<String> verbs = new ArrayList<>();
            for (String verb : rule.verbs()) {
                Reply reply =
                        api.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review(rule, verb, lease));
                if (!reply.ok()) {
                    return List.of(unanswered(api, reply));
                }
                if (!reply.body().path("status").path("allowed").asBoolean(false)) {
                    verbs.add(verb);
                }
            }
            if (!verbs.isEmpty()) {
                missing.add(mend(rule, verbs));
            }
        }
        return missing;
    }

    private static String unanswered(Api api, Reply reply) {
        if (!reply.answered()) {
            return reply.message() + ": start the API server, or mend its address"
                    + " (quarkus.kubernetes-client.api-server-url) or the network policy on the way";
        }
        if (reply.code() == 401) {
            return "the API server at " + api.url() + " doesn't know our token (401 " + reply.message()
                    + "): it has expired or is another cluster's; renew the service account's token or the kubeconfig";
        }
        return "the API server at " + api.url() + " doesn't say what we may do (" + reply.code() + " " + reply.message()
                + "): allow create on selfsubjectaccessreviews, which system:basic-user grants to everybody";
    }

    private static String mend(Rule rule, List<String> verbs) {
        String resource = rule.subresource().isEmpty() ? rule.resource() : rule.resource() + "/" + rule.subresource();
        String quoted = "\"" + String.join("\", \"", verbs) + "\"";
        return "missing " + String.join(", ", verbs) + " on " + resource
                + ": add to the actuator's Role the rule {apiGroups: [\"" + rule.group() + "\"], resources: [\""
                + resource + "\"], verbs: [" + quoted + "]}";
    }

    private static ObjectNode review(Rule rule, String verb, Leadership.LeaseName lease) {
        ObjectNode review = Json.mapper().createObjectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes.put("group", rule.group()).put("resource", rule.resource()).put("verb", verb);
        if (!rule.subresource().isEmpty()) {
            attributes.put("subresource", rule.subresource());
        }
        if (rule.resource().equals("leases")) {
            attributes.put("namespace", lease.namespace());
            if (!verb.equals("create")) {
                attributes.put("name", lease.name()); // creating can't be granted by name
            }
        }
        if (rule.resource().equals("events")) {
            attributes.put("namespace", Notices.NAMESPACE);
        }
        return review;
    }
}
