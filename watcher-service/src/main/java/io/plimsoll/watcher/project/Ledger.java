package io.plimsoll.watcher.project;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.OwnerRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the log says already, and so what is news.
 *
 * <ul>
 *   <li>An object of a list always is a record: lists make the log whole.
 *   <li>A change is a record where it says something new, or where the last record is older than the liveness interval.
 *   <li>The same uid and resourceVersion again is nothing.
 *   <li>The same name with another uid is a deletion and an addition.
 *   <li>A deletion is a {@link Deleted} and a tombstone; of an Event, whose end is only its time to live, the tombstone.
 * </ul>
 *
 * Entries leave with their object's deletion. Each kind must be fed by one thread at a time; kinds may be fed side by side,
 * and look-ups come from any thread.
 */
public final class Ledger implements Surroundings {

    private final String cluster;
    private final Projector projector;
    private final Liveness liveness;
    private final Map<String, ConcurrentHashMap<String, Entry>> kinds = new ConcurrentHashMap<>();
    private final DepartedOwners departed = new DepartedOwners();

    /**
     * When an unchanged object is written again, so that readers see it is alive.
     *
     * @param interval at most once in this time; zero for never
     * @param exempt kinds that are never written again
     */
    public record Liveness(Duration interval, Set<String> exempt) {

        public static final Liveness DEFAULT = new Liveness(Duration.ofMinutes(10), Set.of("Pod"));
    }

    public Ledger(String cluster, Projector projector, Liveness liveness) {
        this.cluster = cluster;
        this.projector = projector;
        this.liveness = liveness;
    }

    /**
     * Takes an object from the log itself, where this is the newest record of its key.
     *
     * @param count of an event's series, else 0
     */
    public void remember(ObjectRef object, @Nullable String resourceVersion, int count, Instant writtenAt) {
        Entry entry = Entry.of(orEmpty(object.uid()), orEmpty(resourceVersion)).with(0, 0, count, seconds(writtenAt));
        of(object.kind()).put(orEmpty(object.namespace()) + "/" + object.name(), entry);
    }

    /** Takes back what the log itself says is gone. */
    public void forget(ObjectRef object) {
        of(object.kind()).remove(orEmpty(object.namespace()) + "/" + object.name());
    }

    /** The records that an object, listed or changed, gives. */
    public List<LogRecord> seen(KubernetesObject object, Sighting sighting) {
        if (object.kind().equals("StorageClass")) {
            noteBindingMode(object, sighting);
            return List.of();
        }
        Entry known = of(object.kind()).get(object.path());
        Entry now = Entry.of(object.uid(), object.resourceVersion());
        boolean same = known != null && known.sameObjectAs(now);
        // Samples of metrics.k8s.io bear no version: what is news of them, their content tells.
        boolean versioned = !object.resourceVersion().isEmpty();
        if (sighting.origin() == Origin.WATCH && known != null && same && versioned && known.repeats(now)) {
            return List.of();
        }
        List<LogRecord> records = new ArrayList<>(2);
        if (known != null && !same) {
            gone(object.kind(), object.path(), known, null, found(sighting), records);
        }
        List<Fact> facts = projector.project(
                object, new Context(cluster, sighting.observedAt(), sighting.origin(), sighting.epoch(), this));
        OwnerRef owner = ownerNote(object);
        for (Fact fact : facts) {
            write(fact, now.noting(owner), records);
        }
        if (object.kind().equals("Deployment") && facts.size() == 1) {
            endOfAutoscaler(object, sighting, records);
        }
        return records;
    }

    /** The records of a deletion that the watch delivered. */
    public List<LogRecord> deleted(KubernetesObject object, Sighting sighting) {
        List<LogRecord> records = new ArrayList<>(2);
        Entry known = of(object.kind()).get(object.path());
        if (known != null) {
            String version = known.bears(object.uid()) ? object.resourceVersion() : null;
            gone(object.kind(), object.path(), known, version, sighting, records);
        }
        if (object.kind().equals("Deployment")) {
            endOfAutoscaler(object, sighting, records);
        }
        return records;
    }

    /** The records of all deletions that a list, complete under its epoch, brings to light. */
    public List<LogRecord> unseen(Set<String> listedKinds, Sighting sighting) {
        return unseen(listedKinds, sighting, _ -> true);
    }

    /** Likewise, of those objects alone whose {@code namespace/name} is given up. */
    public List<LogRecord> unseen(Set<String> listedKinds, Sighting sighting, Predicate<String> givenUp) {
        List<LogRecord> records = new ArrayList<>();
        for (String kind : listedKinds) {
            of(kind).forEach((path, entry) -> {
                if (entry.epoch() != (int) sighting.epoch() && givenUp.test(path)) {
                    gone(kind, path, entry, null, found(sighting), records);
                }
            });
        }
        return records;
    }

    /** How many objects of a kind the log holds. */
    public int size(String kind) {
        return of(kind).size();
    }

    public boolean knows(String kind, String path) {
        return of(kind).containsKey(path);
    }

    @Override
    public @Nullable OwnerRef ownerOf(String kind, String namespace, String name, String uid) {
        if (!kind.equals("ReplicaSet") && !kind.equals("Job")) {
            return null;
        }
        Entry entry = of(kind).get(namespace + "/" + name);
        return entry == null || !entry.bears(uid) ? departed.ownerOf(uid) : entry.note();
    }

    @Override
    public @Nullable Boolean bears(String kind, String namespace, String name, String uid) {
        Entry entry = of(kind).get(namespace + "/" + name);
        return entry == null ? null : (Boolean) entry.bears(uid);
    }

    @Override
    public @Nullable String bindingMode(String storageClass) {
        Entry entry = of("StorageClass").get("/" + storageClass);
        OwnerRef mode = entry == null ? null : entry.note();
        return mode == null ? null : mode.name();
    }

    @Override
    public int counted(String namespace, String name, String uid) {
        Entry entry = of("Event").get(namespace + "/" + name);
        return entry == null || !entry.bears(uid) ? 0 : entry.count();
    }

    private void write(Fact fact, Entry now, List<LogRecord> records) {
        Map<String, Entry> entries = of(fact.kind());
        Entry known = entries.get(path(fact));
        Content said = Content.of(fact.body());
        long content = said.number();
        int epoch = (int) fact.epoch();
        int count = fact.body() instanceof EventState event ? event.count() : 0;
        if (known != null && fact.origin() == Origin.WATCH && known.content() == content && !due(fact, known)) {
            entries.put(path(fact), now.with(content, epoch, count, known.sentAt()));
            return;
        }
        entries.put(path(fact), now.with(content, epoch, count, seconds(fact.observedAt())));
        records.add(LogRecord.of(fact, said));
    }

    private boolean due(Fact fact, Entry known) {
        return !liveness.interval().isZero()
                && fact.resourceVersion() != null // a sample that hasn't moved says nobody is alive
                && !liveness.exempt().contains(fact.kind())
                && seconds(fact.observedAt()) - known.sentAt()
                        >= liveness.interval().toSeconds();
    }

    private void gone(
            String kind,
            String path,
            Entry known,
            @Nullable String resourceVersion,
            Sighting sighting,
            List<LogRecord> records) {
        of(kind).remove(path);
        departed.left(kind, known);
        int slash = path.indexOf('/');
        Fact deleted = new Fact(
                cluster,
                kind,
                path.substring(0, slash),
                path.substring(slash + 1),
                known.uid().isEmpty() ? null : known.uid(),
                resourceVersion,
                sighting.observedAt(),
                sighting.origin(),
                sighting.epoch(),
                false,
                List.of(),
                new Deleted(sighting.observedAt()));
        if (kind.equals("StorageClass")) {
            return; // none of its facts are in the log
        }
        if (!kind.equals("Event")) {
            records.add(LogRecord.of(deleted, null));
        }
        records.add(LogRecord.tombstone(deleted));
    }

    private void endOfAutoscaler(KubernetesObject deployment, Sighting sighting, List<LogRecord> records) {
        Entry config = of(Projector.AUTOSCALER_CONFIG).get(deployment.path());
        if (config != null) {
            gone(Projector.AUTOSCALER_CONFIG, deployment.path(), config, null, sighting, records);
        }
    }

    private void noteBindingMode(KubernetesObject storageClass, Sighting sighting) {
        String mode = storageClass.json().path("volumeBindingMode").asText("Immediate");
        Entry entry = Entry.of(storageClass.uid(), storageClass.resourceVersion())
                .with(1, (int) sighting.epoch(), 0, 0)
                .noting(new OwnerRef("", mode, null));
        of("StorageClass").put("/" + storageClass.name(), entry);
    }

    private static @Nullable OwnerRef ownerNote(KubernetesObject object) {
        return object.kind().equals("ReplicaSet") || object.kind().equals("Job")
                ? Parts.controller(Reading.of(object.json()))
                : null;
    }

    private static Sighting found(Sighting sighting) {
        return new Sighting(sighting.observedAt(), Origin.RELIST_DIFF, sighting.epoch());
    }

    private ConcurrentHashMap<String, Entry> of(String kind) {
        return kinds.computeIfAbsent(kind, _ -> new ConcurrentHashMap<>());
    }

    private static String path(Fact fact) {
        return orEmpty(fact.namespace()) + "/" + fact.name();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int seconds(Instant instant) {
        return (int) instant.getEpochSecond();
    }
}
