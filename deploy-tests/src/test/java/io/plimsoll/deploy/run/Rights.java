package io.plimsoll.deploy.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.rbac.Access;
import io.plimsoll.simulator.rbac.Authorizer;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Role-based access control over shipped roles and bindings, as the API server judges it. */
final class Rights {

    static final String NAMESPACE = "plimsoll";

    private static final Map<String, ResourceType> TYPES = Map.of(
            "ServiceAccount", ResourceTypes.SERVICE_ACCOUNT,
            "Role", ResourceTypes.ROLE,
            "RoleBinding", ResourceTypes.ROLE_BINDING,
            "ClusterRole", ResourceTypes.CLUSTER_ROLE,
            "ClusterRoleBinding", ResourceTypes.CLUSTER_ROLE_BINDING);

    private final Authorizer authorizer;

    private Rights(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    static Rights of(Manifests manifests) {
        return changed(manifests, role -> role);
    }

    /** With each role changed by somebody. */
    static Rights changed(Manifests manifests, UnaryOperator<ObjectNode> change) {
        ObjectStore store = ClusterSimulator.newStore(ClusterSimulator.Settings.defaults());
        install(manifests, change, store);
        return new Rights(new Authorizer(store));
    }

    static Rights without(Manifests manifests, Grant grant) {
        return changed(manifests, role -> Manifests.key(role).equals(grant.role()) ? grant.takenFrom(role) : role);
    }

    static void install(Manifests manifests, UnaryOperator<ObjectNode> change, ObjectStore store) {
        for (String kind : List.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")) {
            ResourceType type = TYPES.get(kind);
            manifests.ofKind(kind).forEach(object -> store.create(type, change.apply(object.deepCopy())));
        }
    }

    static String account(String service) {
        return "system:serviceaccount:" + NAMESPACE + ":plimsoll-" + service;
    }

    boolean allow(String service, Access access) {
        return authorizer.allows(authorizer.authenticate(account(service)).orElseThrow(), access);
    }
}
