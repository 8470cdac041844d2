package io.plimsoll.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.fields.FieldOwnership;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a cluster. Safe for many threads; writers take turns, {@link #find} never waits.
 *
 * <p><b>Ownership of trees.</b> A tree handed in belongs to the store from then on and must not be edited any more. A
 * tree handed out ({@link StoredObject#json()}) must never be edited; {@link #modify} passes the edit a copy.
 *
 * <p><b>Versions.</b> Every change takes the next resourceVersion, one count for all types. A write that changes
 * nothing takes none and makes no {@link WatchEvent}.
 *
 * <p><b>What is not checked here:</b> validity of a kind's fields, whether the namespace exists or is terminating,
 * and who may write which part. Controllers write through the store as the API server's own parts would, so a
 * controller sets {@code status} and {@code spec} alike; only a change outside {@code metadata} and {@code status}
 * counts a new generation.
 *
 * <p>Refusals are {@link ApiException}s with the API server's own words.
 */
public final class ObjectStore {

    /**
     * @param clock cluster time: creation and deletion timestamps
     * @param logCapacity changes per type a watch can be resumed over
     * @param random uids and generated names, so a seeded generator gives the same cluster again
     */
    public record Settings(InstantSource clock, int logCapacity, RandomGenerator random) {

        public static Settings of(InstantSource clock) {
            return new Settings(clock, 20_000, new java.util.Random());
        }
    }

    private final Settings settings;
    private final Identities identities;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ResourceType, Table> tables = new ConcurrentHashMap<>();
    private final List<ResourceType> types = new ArrayList<>();

    private volatile long resourceVersion = 1;

    public ObjectStore(Settings settings) {
        this.settings = settings;
        this.identities = new Identities(settings.random());
        ResourceTypes.BUILT_IN.forEach(this::register);
    }

    public ObjectStore(InstantSource clock) {
        this(Settings.of(clock));
    }

    public InstantSource clock() {
        return settings.clock();
    }

    /** The version of the newest change. */
    public long resourceVersion() {
        return resourceVersion;
    }

    // --- types ---

    /** Adds a type; does nothing if a type of this group and plural is there. */
    public void register(ResourceType type) {
        locked(() -> {
            if (tables.putIfAbsent(type, new Table(type, settings.logCapacity())) == null) {
                types.add(type);
            }
            return type;
        });
    }

    /** Removes a type with all its objects, as the deletion of its CRD does. */
    public void unregister(ResourceType type) {
        locked(() -> {
            types.remove(type);
            return Optional.ofNullable(tables.remove(type));
        });
    }

    /** In the order of registration. */
    public List<ResourceType> types() {
        return locked(() -> List.copyOf(types));
    }

    // --- reading ---

    /** @param namespace empty for cluster-scoped types */
    public Optional<StoredObject> find(ResourceType type, String namespace, String name) {
        return Optional.ofNullable(table(type).find(namespace, name));
    }

    /** @throws ApiException 404 if there is none */
    public StoredObject get(ResourceType type, String namespace, String name) {
        return require(table(type), namespace, name);
    }

    /** All objects of a type, by namespace and name. */
    public List<StoredObject> list(ResourceType type) {
        return locked(() -> table(type).all());
    }

    public List<StoredObject> list(ResourceType type, String namespace) {
        return locked(() -> table(type).in(namespace));
    }

    /**
     * A list with the version it was taken at.
     *
     * @param namespace null for all
     */
    public Listing listing(ResourceType type, @Nullable String namespace) {
        return locked(() ->
                new Listing(namespace == null ? table(type).all() : table(type).in(namespace), resourceVersion));
    }

    public int count(ResourceType type) {
        return table(type).size();
    }

    /** Pods whose {@code spec.nodeName} is {@code node}: a look-up, not a search. */
    public List<StoredObject> podsOnNode(String node) {
        return locked(() -> table(ResourceTypes.POD).onNode(node));
    }

    /** Objects with an ownerReference to {@code ownerUid}: a look-up, not a search. */
    public List<StoredObject> ownedBy(ResourceType type, String ownerUid) {
        return locked(() -> table(type).ownedBy(ownerUid));
    }

    // --- writing ---

    public StoredObject create(ResourceType type, ObjectNode object) {
        return create(type, object, Write.UNTRACKED);
    }

    /**
     * Stores a new object: sets uid, resourceVersion, creationTimestamp and (where the type counts one) generation,
     * and makes a name of {@code generateName} if there is none. A uid or creationTimestamp already set is kept, so
     * that recorded clusters can be loaded. The status is stored as given.
     *
     * @throws ApiException 409 AlreadyExists
     */
    public StoredObject create(ResourceType type, ObjectNode object, Write write) {
        return changing(type, table -> {
            ObjectNode metadata = Metadata.of(object);
            identities.complete(type, object, settings.clock().instant());
            String namespace = metadata.path("namespace").asText("");
            String name = metadata.path("name").asText("");
            if (name.isEmpty()) {
                throw ApiException.invalid(
                        type, "", "metadata.name", "Required value: name or generateName is required");
            }
            if (table.find(namespace, name) != null) {
                throw ApiException.alreadyExists(type, name);
            }
            FieldOwnership.track(null, object, write, settings.clock().instant());
            return put(table, null, object);
        });
    }

    public StoredObject update(ResourceType type, ObjectNode object) {
        return update(type, object, Write.UNTRACKED);
    }

    /**
     * Replaces an object, status included. If {@code object} carries a resourceVersion or uid, it must be the stored
     * one. Removes the object if this takes the last finalizer of one whose deletion waited only for that.
     *
     * @throws ApiException 404, or 409 Conflict
     */
    public StoredObject update(ResourceType type, ObjectNode object, Write write) {
        return changing(type, table -> {
            ObjectNode metadata = Metadata.of(object);
            StoredObject before = require(
                    table,
                    metadata.path("namespace").asText(""),
                    metadata.path("name").asText(""));
            String version = metadata.path("resourceVersion").asText("");
            if (!version.isEmpty() && !version.equals(Long.toString(before.resourceVersion()))) {
                throw ApiException.stale(type, before.name());
            }
            checkUid(before, metadata.path("uid").asText(""));
            return replace(table, before, object, write);
        });
    }

    /** {@link #modify(ResourceType, String, String, Write, Consumer)} without a trace in managedFields. */
    public StoredObject modify(ResourceType type, String namespace, String name, Consumer<ObjectNode> edit) {
        return modify(type, namespace, name, Write.UNTRACKED, edit);
    }

    /**
     * Edits a copy of the stored object in place and stores it, with no other writer between. The edit runs under the
     * store's lock: keep it short and don't wait in it. An edit that throws leaves the object as it was.
     *
     * @throws ApiException 404
     */
    public StoredObject modify(
            ResourceType type, String namespace, String name, Write write, Consumer<ObjectNode> edit) {
        return rewrite(type, namespace, name, write, before -> {
            ObjectNode after = before.copy();
            edit.accept(after);
            return after;
        });
    }

    /**
     * As {@link #modify(ResourceType, String, String, Write, Consumer)}, for an edit that looks at the state before
     * and makes a new tree. The new tree may share unchanged parts with the old one.
     */
    public StoredObject rewrite(
            ResourceType type, String namespace, String name, Write write, Function<StoredObject, ObjectNode> edit) {
        return changing(type, table -> {
            StoredObject before = require(table, namespace, name);
            return replace(table, before, edit.apply(before), write);
        });
    }

    /**
     * Deletes as the API server would: a pod that runs on a node gets a deletionTimestamp (now plus its grace period)
     * and stays until somebody deletes it with grace 0; anything with finalizers gets a deletionTimestamp and stays
     * until they're gone; everything else goes at once. Asking again may only shorten the grace period.
     *
     * @throws ApiException 404, or 409 Conflict if a precondition of {@code options} doesn't hold
     */
    public Deletion delete(ResourceType type, String namespace, String name, DeleteOptions options) {
        return withTable(type, table -> {
            StoredObject object = require(table, namespace, name);
            String uid = options.uid();
            if (uid != null && !uid.equals(object.uid())) {
                throw ApiException.conflict(
                        type,
                        name,
                        "the UID in the precondition (%s) does not match the UID in record (%s). The object might have "
                                        .formatted(uid, object.uid())
                                + "been deleted and then recreated");
            }
            String version = options.resourceVersion();
            if (version != null && !version.equals(Long.toString(object.resourceVersion()))) {
                throw ApiException.conflict(
                        type,
                        name,
                        "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%d). "
                                        .formatted(version, object.resourceVersion())
                                + "The object might have been modified");
            }
            long grace = Grace.seconds(object, options);
            if (grace == 0 && !Metadata.hasFinalizers(object.json())) {
                return new Deletion(remove(table, object), true);
            }
            @Nullable
            ObjectNode after = Grace.marked(object, grace, settings.clock().instant());
            return new Deletion(after == null ? object : put(table, object, after), false);
        });
    }

    // --- watching ---

    /** Changes of these types from now on. */
    public Subscription subscribe(ResourceType... ofTypes) {
        return locked(() -> subscription(List.of(ofTypes), List.of()));
    }

    /** The present objects of these types as ADDED, in the order of their resourceVersions, then every change. */
    public Subscription follow(ResourceType... ofTypes) {
        return locked(() -> {
            List<WatchEvent> present = Stream.of(ofTypes)
                    .flatMap(type -> table(type).all().stream())
                    .sorted(Comparator.comparingLong(StoredObject::resourceVersion))
                    .map(object -> new WatchEvent(WatchEvent.Kind.ADDED, object, null))
                    .toList();
            return subscription(List.of(ofTypes), present);
        });
    }

    /**
     * Changes after a version.
     *
     * @throws ApiException 410 Expired if some of them are forgotten
     */
    public Subscription replay(ResourceType type, long afterVersion) {
        return locked(() -> {
            EventLog log = table(type).log;
            return new Subscription(List.of(log), List.of(log.after(afterVersion)), List.of());
        });
    }

    /** {@link #listing} and {@link #subscribe} with nothing between the two. */
    public Subscription subscribe(ResourceType type, @Nullable String namespace, Consumer<Listing> present) {
        return locked(() -> {
            present.accept(listing(type, namespace));
            return subscription(List.of(type), List.of());
        });
    }

    /** Forgets all past changes, so that every watch from an older version is answered 410. */
    public void compact() {
        locked(() -> {
            tables.values().forEach(table -> table.log.compact(resourceVersion));
            return resourceVersion;
        });
    }

    private Subscription subscription(Collection<ResourceType> ofTypes, List<WatchEvent> present) {
        List<EventLog> logs = ofTypes.stream().map(type -> table(type).log).toList();
        return new Subscription(logs, logs.stream().map(EventLog::tail).toList(), present);
    }

    // --- how ---

    private StoredObject replace(Table table, StoredObject before, ObjectNode after, Write write) {
        Metadata.keep(
                before.json(),
                after,
                "uid",
                "name",
                "namespace",
                "creationTimestamp",
                "deletionTimestamp",
                "deletionGracePeriodSeconds",
                "generation",
                "resourceVersion");
        if (after.equals(before.json())) {
            return before;
        }
        if (table.type.has(ResourceType.Trait.GENERATION) && Metadata.desiredStateChanged(before.json(), after)) {
            Metadata.of(after)
                    .put("generation", before.at("metadata", "generation").asLong(0) + 1);
        }
        FieldOwnership.track(before.json(), after, write, settings.clock().instant());
        if (before.deleting() && Grace.over(before) && !Metadata.hasFinalizers(after)) {
            return remove(table, new StoredObject(table.type, after, before.resourceVersion()));
        }
        return put(table, before, after);
    }

    private StoredObject put(Table table, @Nullable StoredObject before, ObjectNode json) {
        StoredObject after = versioned(table, json);
        table.put(before, after);
        var kind = before == null ? WatchEvent.Kind.ADDED : WatchEvent.Kind.MODIFIED;
        publish(table, new WatchEvent(kind, after, before));
        return after;
    }

    private StoredObject remove(Table table, StoredObject object) {
        StoredObject last = versioned(table, object.copy());
        StoredObject stored = require(table, object.namespace(), object.name());
        table.remove(stored);
        publish(table, new WatchEvent(WatchEvent.Kind.DELETED, last, stored));
        return last;
    }

    private StoredObject versioned(Table table, ObjectNode json) {
        long next = resourceVersion + 1;
        Metadata.of(json).put("resourceVersion", Long.toString(next));
        return new StoredObject(table.type, json, next);
    }

    /** The version is visible only once its change is: so whoever reads n and finds no change has seen all up to n. */
    private void publish(Table table, WatchEvent event) {
        table.log.append(event);
        resourceVersion = event.resourceVersion();
    }

    private static void checkUid(StoredObject object, String required) {
        if (!required.isEmpty() && !required.equals(object.uid())) {
            throw ApiException.conflict(
                    object.type(),
                    object.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(required, object.uid()));
        }
    }

    private static StoredObject require(Table table, String namespace, String name) {
        StoredObject object = table.find(namespace, name);
        if (object == null) {
            throw ApiException.notFound(table.type, name);
        }
        return object;
    }

    private Table table(ResourceType type) {
        Table table = tables.get(type);
        if (table == null) {
            throw new ApiException(ApiStatus.of(404, "NotFound", "the server could not find the requested resource"));
        }
        return table;
    }

    private interface Change<T> {
        T on(Table table);
    }

    private StoredObject changing(ResourceType type, Change<StoredObject> change) {
        return withTable(type, change);
    }

    private <T> T withTable(ResourceType type, Change<T> change) {
        Table table = table(type);
        T result = locked(() -> change.on(table));
        table.log.wake();
        return result;
    }

    private <T> T locked(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
