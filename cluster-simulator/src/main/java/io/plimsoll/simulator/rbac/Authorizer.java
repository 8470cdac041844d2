package io.plimsoll.simulator.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bearer tokens, and role-based access control over the Role and binding objects in the store plus rules given in
 * Java. Whoever calls without a token is {@link User#ADMIN}.
 */
public final class Authorizer {

    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private final ObjectStore store;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, List<Rule>> rules = new ConcurrentHashMap<>();

    public Authorizer(ObjectStore store) {
        this.store = store;
    }

    /** Makes {@code token} speak for {@code user}, whose rights come from stored bindings. */
    public void addUser(String token, User user) {
        users.put(token, user);
    }

    /** Makes {@code token} speak for {@code user}, with these rights everywhere besides those of stored bindings. */
    public void addUser(String token, User user, List<Rule> allowed) {
        users.put(token, user);
        rules.put(user.name(), List.copyOf(allowed));
    }

    /** Who a token speaks for; empty if it's unknown. {@code system:serviceaccount:ns:name} speaks for itself. */
    public Optional<User> authenticate(String token) {
        if (token.isEmpty()) {
            return Optional.of(User.ADMIN);
        }
        User known = users.get(token);
        if (known == null && token.startsWith(SERVICE_ACCOUNT)) {
            String namespace = token.split(":", 4)[2];
            return Optional.of(new User(
                    token,
                    List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated")));
        }
        return Optional.ofNullable(known);
    }

    /** Who an administrator acts as; for everybody else, and without a name, the caller. */
    public User impersonated(User caller, String as) {
        if (as.isEmpty() || !caller.isMaster()) {
            return caller;
        }
        return users.values().stream()
                .filter(known -> known.name().equals(as))
                .findFirst()
                .orElseGet(() -> authenticate(as)
                        .filter(u -> as.startsWith(SERVICE_ACCOUNT))
                        .orElse(User.named(as)));
    }

    public boolean allows(User user, Access access) {
        return user.isMaster() || rulesOf(user, access.namespace()).stream().anyMatch(rule -> rule.allows(access));
    }

    /** Everything a user may do in a namespace (empty: in all of them). */
    public List<Rule> rulesOf(User user, String namespace) {
        if (user.isMaster()) {
            return List.of(new Rule(List.of("*"), List.of("*"), List.of("*"), List.of()));
        }
        List<Rule> allowed = new ArrayList<>(rules.getOrDefault(user.name(), List.of()));
        for (StoredObject binding : store.list(ResourceTypes.CLUSTER_ROLE_BINDING)) {
            addBound(binding, user, allowed);
        }
        if (!namespace.isEmpty()) {
            for (StoredObject binding : store.list(ResourceTypes.ROLE_BINDING, namespace)) {
                addBound(binding, user, allowed);
            }
        }
        return allowed;
    }

    private void addBound(StoredObject binding, User user, List<Rule> allowed) {
        for (JsonNode subject : binding.at("subjects")) {
            if (isFor(subject, user)) {
                roleOf(binding).ifPresent(role -> role.at("rules").forEach(rule -> allowed.add(Rule.of(rule))));
                return;
            }
        }
    }

    private Optional<StoredObject> roleOf(StoredObject binding) {
        ResourceType type =
                binding.text("roleRef", "kind").equals("Role") ? ResourceTypes.ROLE : ResourceTypes.CLUSTER_ROLE;
        return store.find(type, type.namespaced() ? binding.namespace() : "", binding.text("roleRef", "name"));
    }

    private static boolean isFor(JsonNode subject, User user) {
        String name = subject.path("name").asText();
        return switch (subject.path("kind").asText()) {
            case "User" -> name.equals(user.name());
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" ->
                user.name().equals(SERVICE_ACCOUNT + subject.path("namespace").asText() + ":" + name);
            default -> false;
        };
    }
}
