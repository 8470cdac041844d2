package io.plimsoll.simulator.api;

import io.plimsoll.simulator.http.HttpRequest;
import io.plimsoll.simulator.selectors.FieldSelector;
import io.plimsoll.simulator.selectors.LabelSelector;
import io.plimsoll.simulator.store.Listing;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.util.List;

/** What a list, watch or deletecollection is about. */
record Selection(ResourceType type, String namespace, LabelSelector labels, FieldSelector fields) {

    static Selection of(ResourceType type, ApiRequest request) {
        HttpRequest http = request.http();
        FieldSelector fields = FieldSelector.parse(type, http.parameter("fieldSelector"));
        if (!request.name().isEmpty()) {
            fields = FieldSelector.parse(type, "metadata.name=" + request.name());
        }
        return new Selection(type, request.namespace(), LabelSelector.parse(http.parameter("labelSelector")), fields);
    }

    boolean matches(StoredObject object) {
        return (namespace.isEmpty() || namespace.equals(object.namespace()))
                && labels.matches(object.json().path("metadata").path("labels"))
                && fields.matches(object);
    }

    private boolean isEverything() {
        return labels.isEverything() && fields.isEverything();
    }

    /** What is selected now; by an index where there is one. */
    Listing read(ObjectStore store) {
        String node = type.equals(ResourceTypes.POD) ? fields.required("spec.nodeName") : "";
        if (!node.isEmpty()) {
            long version = store.resourceVersion();
            return new Listing(
                    store.podsOnNode(node).stream().filter(this::matches).toList(), version);
        }
        Listing all = store.listing(type, namespace.isEmpty() ? null : namespace);
        return isEverything() ? all : new Listing(filter(all.items()), all.resourceVersion());
    }

    List<StoredObject> filter(List<StoredObject> objects) {
        return isEverything() ? objects : objects.stream().filter(this::matches).toList();
    }
}
