package io.plimsoll.simulator;

import io.plimsoll.simulator.api.ApiServer;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;

/** What the API server and etcd do by themselves: empty terminating namespaces, forget events after an hour. */
final class Housekeeping implements AutoCloseable {

    /** {@code --event-ttl} of kube-apiserver. */
    private static final Duration EVENTS_LIVE = Duration.ofHours(1);

    private static final Duration ROUND = Duration.ofMillis(200);
    private static final long ROUNDS_BETWEEN_EXPIRIES = 50;

    private final ObjectStore store;
    private final ApiServer api;
    private final Thread thread;

    Housekeeping(ObjectStore store, ApiServer api) {
        this.store = store;
        this.api = api;
        this.thread = Thread.ofVirtual().name("housekeeping").start(this::run);
    }

    private void run() {
        try {
            for (long round = 1; true; round++) {
                Thread.sleep(ROUND);
                emptyNamespaces();
                if (round % ROUNDS_BETWEEN_EXPIRIES == 0) {
                    forgetEvents();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void emptyNamespaces() {
        for (StoredObject namespace : store.list(ResourceTypes.NAMESPACE)) {
            if (namespace.deleting()) {
                api.emptyNamespace(namespace.name());
            }
        }
    }

    private void forgetEvents() {
        Instant oldest = store.clock().instant().minus(EVENTS_LIVE);
        for (StoredObject event : store.list(ResourceTypes.EVENT)) {
            if (lastWritten(event).isBefore(oldest)) {
                forget(event);
            }
        }
    }

    /** An update renews an event's lease of life; its time is the newest it tells of. */
    private static Instant lastWritten(StoredObject event) {
        Instant newest = Instant.parse(event.text("metadata", "creationTimestamp"));
        String last = event.text("lastTimestamp");
        String series = event.text("series", "lastObservedTime");
        for (String text : new String[] {last, series}) {
            if (text.endsWith("Z")) {
                Instant time = Instant.parse(text);
                newest = time.isAfter(newest) ? time : newest;
            }
        }
        return newest;
    }

    private void forget(StoredObject event) {
        try {
            store.delete(ResourceTypes.EVENT, event.namespace(), event.name(), DeleteOptions.IMMEDIATE);
        } catch (ApiException gone) {
            // somebody else deleted it
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
