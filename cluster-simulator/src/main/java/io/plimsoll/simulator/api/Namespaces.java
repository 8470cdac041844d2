package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Which namespaces take new objects, and how one goes. */
final class Namespaces {

    static final List<String> BUILT_IN = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private final ObjectStore store;

    Namespaces(ObjectStore store) {
        this.store = store;
    }

    void createBuiltIn() {
        for (String name : BUILT_IN) {
            if (store.find(ResourceTypes.NAMESPACE, "", name).isEmpty()) {
                ObjectNode namespace = Json.NODES.objectNode();
                namespace.putObject("metadata").put("name", name);
                Defaults.complete(ResourceTypes.NAMESPACE, namespace);
                store.create(ResourceTypes.NAMESPACE, namespace);
            }
        }
    }

    /**
     * As the admission plugin NamespaceLifecycle.
     *
     * @throws ApiException 404 if the namespace isn't there, 403 if it is terminating
     */
    void checkTakesNew(ResourceType type, String namespace, String name) {
        if (!type.namespaced()) {
            return;
        }
        StoredObject found = store.get(ResourceTypes.NAMESPACE, "", namespace);
        if (found.deleting()) {
            ApiStatus status = ApiException.forbidden(
                            type,
                            name,
                            "unable to create new content in namespace %s because it is being terminated"
                                    .formatted(namespace))
                    .status();
            throw new ApiException(status.because(new ApiStatus.Cause(
                    "NamespaceTerminating",
                    "namespace %s is being terminated".formatted(namespace),
                    "metadata.namespace")));
        }
    }

    void terminating(String name) {
        store.modify(ResourceTypes.NAMESPACE, "", name, namespace -> namespace
                .withObjectProperty("status")
                .put("phase", "Terminating"));
    }

    /** Deletes what is left in a terminating namespace; removes the namespace once that is nothing. */
    void empty(String name) {
        Optional<StoredObject> namespace = store.find(ResourceTypes.NAMESPACE, "", name);
        if (namespace.isEmpty() || !namespace.get().deleting()) {
            return;
        }
        int left = 0;
        for (ResourceType type : store.types()) {
            if (type.namespaced()) {
                for (StoredObject object : store.list(type, name)) {
                    left += deleted(object) ? 0 : 1;
                }
            }
        }
        if (left == 0) {
            store.modify(ResourceTypes.NAMESPACE, "", name, Namespaces::finish);
        }
    }

    /** Takes our own finalizer; others' hold the namespace on. */
    private static void finish(ObjectNode namespace) {
        Iterator<JsonNode> finalizers =
                namespace.path("spec").path("finalizers").iterator();
        while (finalizers.hasNext()) {
            if (finalizers.next().asText().equals("kubernetes")) {
                finalizers.remove();
            }
        }
    }

    private boolean deleted(StoredObject object) {
        if (object.deleting()) {
            return false;
        }
        try {
            return store.delete(
                            object.type(),
                            object.namespace(),
                            object.name(),
                            DeleteOptions.GRACEFUL.withUid(object.uid()))
                    .removed();
        } catch (ApiException gone) {
            return gone.isNotFound();
        }
    }
}
