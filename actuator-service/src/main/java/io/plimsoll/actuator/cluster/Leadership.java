package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who may act: the holder of one Lease, for as long as it renews it.
 *
 * <p>All of it in machine time. The lease holds for 15 s, is renewed every 2 s, and is given up by ourselves when no renewal
 * has succeeded for 10 s, counted from before the call: so we stop before anybody else may start. The epoch is the lease's
 * count of transitions, raised with every term, ours after a restart included: a write of an earlier term is recognisable.
 *
 * <p>Source of the rules: {@code k8s.io/client-go/tools/leaderelection}.
 */
public final class Leadership implements Office {

    /** How long the lease holds, how long we trust it, and how often it is renewed. */
    public record Terms(Duration lease, Duration trust, Duration renewal) {
        public static Terms usual() {
            return new Terms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
        }
    }

    private static final System.Logger LOG = System.getLogger(Leadership.class.getName());

    private static final DateTimeFormatter MICRO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Api api;
    private final String collection;
    private final String name;
    private final String identity;
    private final Terms terms;
    private final InstantSource wall;
    private final Runnable changed;
    private final Thread thread;

    private volatile long trustedUntil;
    private volatile long epoch = -1;
    private volatile @Nullable String problem = "the lease has not been taken yet";
    private volatile boolean stopped;

    private @Nullable String seenVersion;
    private long seenAt;

    /**
     * Starts to stand for election.
     *
     * @param changed called when we begin or cease to lead
     */
    public Leadership(Api api, LeaseName lease, String identity, Terms terms, InstantSource wall, Runnable changed) {
        this.api = api;
        this.collection = "/apis/coordination.k8s.io/v1/namespaces/" + lease.namespace() + "/leases";
        this.name = lease.name();
        this.identity = identity;
        this.terms = terms;
        this.wall = wall;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("leadership").start(this::run);
    }

    /** Where the lease lies. */
    public record LeaseName(String namespace, String name) {}

    /** Whether a write may be sent in this very moment. */
    @Override
    public boolean leads() {
        return epoch >= 0 && System.nanoTime() - trustedUntil < 0;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public @Nullable String problem() {
        return leads() ? null : problem;
    }

    private void run() {
        boolean led = false;
        while (!stopped) {
            long asked = System.nanoTime();
            try {
                attempt(asked);
            } catch (RuntimeException e) {
                problem = "the lease can't be read: " + Api.oneLine(e);
            }
            if (!leads()) {
                epoch = -1;
            }
            if (led != leads()) {
                led = leads();
                LOG.log(System.Logger.Level.INFO, (led ? "leads, epoch " + epoch : "leads no more: " + problem));
                changed.run();
            }
            try {
                Thread.sleep(led ? terms.renewal() : terms.renewal().dividedBy(4));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void attempt(long asked) {
        Reply found = api.get(collection + "/" + name);
        if (found.code() == 404) {
            won(api.post(collection, lease(Json.mapper().createObjectNode(), 0)), asked);
            return;
        }
        if (!found.ok()) {
            problem = "lease " + name + " can't be read: " + found.code() + " " + found.message();
            return;
        }
        JsonNode lease = found.body();
        JsonNode spec = lease.path("spec");
        long transitions = spec.path("leaseTransitions").asLong(0);
        String holder = spec.path("holderIdentity").asText("");
        boolean ours = holder.equals(identity);
        if (ours && epoch == transitions) {
            won(put(lease, transitions), asked);
        } else if (holder.isEmpty() || ours || expired(lease)) {
            won(put(lease, transitions + 1), asked);
        } else {
            epoch = -1;
            problem = "lease " + name + " is held by " + holder;
        }
    }

    /** By our own observation: nobody's clock is compared with anybody's. */
    private boolean expired(JsonNode lease) {
        String version = lease.path("metadata").path("resourceVersion").asText();
        if (!version.equals(seenVersion)) {
            seenVersion = version;
            seenAt = System.nanoTime();
        }
        return System.nanoTime() - seenAt > terms.lease().toNanos();
    }

    private Reply put(JsonNode lease, long transitions) {
        return api.put(collection + "/" + name, lease((ObjectNode) lease.deepCopy(), transitions));
    }

    private ObjectNode lease(ObjectNode lease, long transitions) {
        Instant now = wall.instant().truncatedTo(ChronoUnit.MICROS);
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.withObjectProperty("metadata").put("name", name);
        ObjectNode spec = lease.withObjectProperty("spec");
        boolean newTerm = !identity.equals(spec.path("holderIdentity").asText()) || epoch != transitions;
        spec.put("holderIdentity", identity)
                .put("leaseDurationSeconds", (int) Math.max(1, terms.lease().toSeconds()))
                .put("leaseTransitions", transitions)
                .put("renewTime", micro(now));
        if (newTerm) {
            spec.put("acquireTime", micro(now));
        }
        return lease;
    }

    private static String micro(Instant at) {
        return MICRO.format(at);
    }

    private void won(Reply reply, long asked) {
        if (!reply.ok()) {
            problem = "lease " + name + " was not taken: " + reply.code() + " " + reply.message();
            if (reply.code() == 409) {
                epoch = -1;
            }
            return;
        }
        trustedUntil = asked + terms.trust().toNanos();
        epoch = reply.body().path("spec").path("leaseTransitions").asLong(0);
        problem = null;
    }

    @Override
    public void abandon() {
        stopped = true;
        trustedUntil = System.nanoTime();
        thread.interrupt();
    }

    /** Gives the lease up, so that another may take it at once. */
    @Override
    public void close() {
        boolean led = leads();
        abandon();
        if (led) {
            Reply found = api.get(collection + "/" + name);
            if (found.ok()
                    && identity.equals(
                            found.body().path("spec").path("holderIdentity").asText())) {
                ObjectNode lease = found.body().deepCopy();
                lease.withObjectProperty("spec").put("holderIdentity", "");
                api.put(collection + "/" + name, lease);
            }
        }
    }
}
