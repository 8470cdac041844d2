package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.plimsoll.actuator.cluster.Api;
import io.plimsoll.actuator.cluster.ClusterId;
import io.plimsoll.actuator.cluster.Leadership;
import io.plimsoll.actuator.cluster.Permissions;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.faults.Call;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Case 72: the Role that is shipped grants every verb that is used, and each verb of it is missed when it is gone. */
class RightsIT {

    private static final String ACCOUNT = "system:serviceaccount:default:plimsoll-actuator";
    private static final Leadership.LeaseName LEASE = new Leadership.LeaseName("default", "plimsoll-actuator");

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void case72EveryVerbThatIsUsedIsGranted() {
        grant(roles());
        yard.nodes(5).deploymentOn("n1", "cart", 2);
        Set<String> used = new ConcurrentSkipListSet<>();
        yard.simulator()
                .faults()
                .add(
                        call -> {
                            if (call.user().equals(ACCOUNT)) {
                                used.add(call.verb() + " " + call.resource() + forbidden(call));
                            }
                            return false;
                        },
                        Effect.serverError(500),
                        1);
        yard.token(ACCOUNT).start();

        yard.drain("r72", "uncordon", "n1");
        assertThat(yard.awaitEnd("r72").state()).isEqualTo(RequestState.SUCCEEDED);
        yard.decision("d-72", Action.SUSPEND_SCALE_DOWN, Scope.node("n2"), Duration.ofHours(1));
        yard.decision("d-72c", Action.CORDON_NODE, Scope.node("n3"), Duration.ofHours(1));
        Yard.await(
                "the decisions are carried out",
                () -> yard.cordoned("n3")
                        && !yard.annotation("n2", "plimsoll.io/scale-down-suspended")
                                .isEmpty());
        Yard.await("the lease is renewed", () -> used.contains("update leases"));

        assertThat(used)
                .as("calls of the actuator")
                .contains("patch nodes", "create pods/eviction", "create leases", "update leases", "create events")
                .noneMatch(call -> call.endsWith("FORBIDDEN"));
    }

    private String forbidden(Call call) {
        return call.resource().startsWith("selfsubject") || allowed(call) ? "" : " FORBIDDEN";
    }

    /** By any rule of the shipped roles; named leases of others are no essential of ours. */
    private boolean allowed(Call call) {
        return call.path().contains("medik8s-leases")
                || call.path().contains("node-maintenance")
                || roles().stream()
                        .flatMap(role -> rules(role).stream())
                        .anyMatch(rule -> has(rule, "verbs", call.verb()) && has(rule, "resources", call.resource()));
    }

    private static boolean has(JsonNode rule, String list, String wanted) {
        for (JsonNode each : rule.path(list)) {
            if (each.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void case72EachVerbIsMissedAndNamedWithTheRuleThatMendsIt() {
        grant(roles());
        Api api = new Api(yard.client(ACCOUNT), Duration.ofSeconds(10));
        assertThat(Permissions.missing(api, true, true, LEASE)).isEmpty();
        List<String> unnoticed = new ArrayList<>();

        for (ObjectNode role : roles()) {
            for (int rule = 0; rule < rules(role).size(); rule++) {
                for (String resource : words(rules(role).get(rule).path("resources"))) {
                    for (String verb : words(rules(role).get(rule).path("verbs"))) {
                        ObjectNode less = without(role, rule, resource, verb);
                        grant(List.of(less));
                        if (!missed(api, resource, verb)) {
                            unnoticed.add(verb + " " + resource);
                        }
                        grant(List.of(role));
                    }
                }
            }
        }

        assertThat(unnoticed).as("verbs that nobody misses").isEmpty();
    }

    private static boolean missed(Api api, String resource, String verb) {
        if (resource.equals("namespaces")) {
            return ClusterId.ask(api) instanceof ClusterId.Unknown(var problem) && problem.contains("allow get on");
        }
        return Permissions.missing(api, true, true, LEASE).stream()
                .anyMatch(line -> line.startsWith("missing " + verb + " on " + resource)
                        && line.contains("resources: [\"" + resource + "\"], verbs: [\"" + verb + "\"]"));
    }

    private static ObjectNode without(ObjectNode role, int index, String resource, String verb) {
        ObjectNode less = role.deepCopy();
        ArrayNode rules = (ArrayNode) less.path("rules");
        ObjectNode rule = (ObjectNode) rules.get(index);
        ObjectNode others = rule.deepCopy();
        remove((ArrayNode) others.path("resources"), resource);
        remove((ArrayNode) rule.path("verbs"), verb);
        ((ArrayNode) rule.path("resources")).removeAll().add(resource);
        rules.add(others);
        return less;
    }

    private static void remove(ArrayNode list, String word) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).asText().equals(word)) {
                list.remove(i);
            }
        }
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new TreeSet<>();
        list.forEach(each -> words.add(each.asText()));
        return words;
    }

    private static List<JsonNode> rules(ObjectNode role) {
        List<JsonNode> rules = new ArrayList<>();
        role.path("rules").forEach(rules::add);
        return rules;
    }

    /** All that is shipped, but for the leases of other maintainers, which many clusters have none of. */
    private static List<ObjectNode> roles() {
        try (InputStream file = Objects.requireNonNull(RightsIT.class.getResourceAsStream("/rbac/actuator.yaml"))) {
            List<ObjectNode> roles = new ArrayList<>();
            for (String document : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^---$")) {
                Object role = new KubernetesSerialization().unmarshal(document);
                ObjectNode json = Json.mapper().valueToTree(role);
                if (!json.path("metadata").path("name").asText().endsWith("foreign-leases")) {
                    roles.add(json);
                }
            }
            return roles;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Puts the roles in place of those of their names, bound to the actuator's account. */
    private void grant(List<ObjectNode> roles) {
        for (ObjectNode shipped : roles) {
            boolean named = shipped.path("kind").asText().equals("Role");
            ResourceType type = named ? ResourceTypes.ROLE : ResourceTypes.CLUSTER_ROLE;
            String namespace = named ? "default" : "";
            String name = shipped.path("metadata").path("name").asText();
            if (yard.store().find(type, namespace, name).isPresent()) {
                yard.modify(type, namespace, name, tree -> tree.set("rules", shipped.path("rules")));
                continue;
            }
            ObjectNode role = shipped.deepCopy();
            if (named) {
                role.withObjectProperty("metadata").put("namespace", namespace);
            }
            yard.store().create(type, role);
            yard.create(named ? ResourceTypes.ROLE_BINDING : ResourceTypes.CLUSTER_ROLE_BINDING, """
                    {'metadata': {'name': '%s'%s}, 'roleRef': {'kind': '%s', 'name': '%s'},
                     'subjects': [{'kind': 'ServiceAccount', 'namespace': 'default', 'name': 'plimsoll-actuator'}]}""".formatted(
                            name, named ? ", 'namespace': 'default'" : "", named ? "Role" : "ClusterRole", name));
        }
    }
}
