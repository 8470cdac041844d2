package io.plimsoll.simulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes Kubernetes events. The same event of the same object counts up instead of being written again, and each is
 * removed an hour after it was last seen, as by the API server's {@code --event-ttl}.
 */
public final class EventRecorder {

    public static final String NORMAL = "Normal";
    public static final String WARNING = "Warning";

    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

    private record Identity(String uid, String component, String reason, String message) {}

    private record Written(String namespace, String name) {}

    private record Expiry(Identity identity, Instant lastSeen) {}

    private final ObjectStore store;
    private final boolean routine;
    private final Map<Identity, Written> written = new HashMap<>();
    private final Map<Identity, Instant> lastSeen = new HashMap<>();
    private final Queue<Expiry> expiries = new ArrayDeque<>();
    private long sequence;

    EventRecorder(ObjectStore store, boolean routine) {
        this.store = store;
        this.routine = routine;
    }

    /** What happens with every healthy pod; left out where the settings say so, for very large clusters. */
    public void routine(ObjectNode about, String component, String reason, String message) {
        if (routine) {
            record(about, component, NORMAL, reason, message);
        }
    }

    public void normal(ObjectNode about, String component, String reason, String message) {
        record(about, component, NORMAL, reason, message);
    }

    public void warning(ObjectNode about, String component, String reason, String message) {
        record(about, component, WARNING, reason, message);
    }

    private void record(ObjectNode about, String component, String type, String reason, String message) {
        Instant now = store.clock().instant();
        expire(now);
        var identity = new Identity(Fields.text(about, "metadata", "uid"), component, reason, message);
        Written known = written.get(identity);
        if (known == null || !count(known, now)) {
            written.put(identity, write(about, component, type, reason, message, now));
        }
        lastSeen.put(identity, now);
        expiries.add(new Expiry(identity, now));
    }

    private boolean count(Written known, Instant now) {
        try {
            store.modify(ResourceTypes.EVENT, known.namespace, known.name, event -> event.put(
                            "count", Fields.integer(event, 1, "count") + 1)
                    .put("lastTimestamp", Fields.time(now)));
            return true;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return false; // somebody deleted it
            }
            throw e;
        }
    }

    private Written write(ObjectNode about, String component, String type, String reason, String message, Instant now) {
        String objectNamespace = Fields.text(about, "metadata", "namespace");
        String namespace = objectNamespace.isEmpty() ? "default" : objectNamespace;
        String name = Fields.text(about, "metadata", "name") + "."
                + Long.toHexString((now.toEpochMilli() << 12) | (sequence++ & 0xFFF));
        ObjectNode event = Fields.object();
        Fields.ensure(event, "metadata").put("name", name).put("namespace", namespace);
        ObjectNode involved = event.putObject("involvedObject")
                .put("apiVersion", Fields.text(about, "apiVersion"))
                .put("kind", Fields.text(about, "kind"))
                .put("name", Fields.text(about, "metadata", "name"))
                .put("uid", Fields.text(about, "metadata", "uid"))
                .put("resourceVersion", Fields.text(about, "metadata", "resourceVersion"));
        if (!objectNamespace.isEmpty()) {
            involved.put("namespace", objectNamespace);
        }
        event.put("reason", reason).put("message", message).put("type", type).put("count", 1);
        event.put("firstTimestamp", Fields.time(now)).put("lastTimestamp", Fields.time(now));
        event.putNull("eventTime");
        ObjectNode source = event.putObject("source").put("component", component);
        @Nullable String host = Fields.textOrNull(about, "spec", "nodeName");
        if (component.equals("kubelet")) {
            source.put("host", host == null ? Fields.text(about, "metadata", "name") : host);
        }
        event.put("reportingComponent", component).put("reportingInstance", "");
        store.create(ResourceTypes.EVENT, event);
        return new Written(namespace, name);
    }

    private void expire(Instant now) {
        Instant oldest = now.minus(TIME_TO_LIVE);
        for (Expiry first = expiries.peek();
                first != null && first.lastSeen.isBefore(oldest);
                first = expiries.peek()) {
            expiries.poll();
            if (first.lastSeen.equals(lastSeen.get(first.identity))) { // else it was seen again
                lastSeen.remove(first.identity);
                remove(written.remove(first.identity));
            }
        }
    }

    private void remove(@Nullable Written event) {
        if (event == null) {
            return;
        }
        try {
            store.delete(ResourceTypes.EVENT, event.namespace, event.name, DeleteOptions.GRACEFUL);
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
