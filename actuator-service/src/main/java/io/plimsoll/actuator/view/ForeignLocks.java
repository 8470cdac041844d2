package io.plimsoll.actuator.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.wire.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads other maintainers' marks off the objects they keep them on. */
public final class ForeignLocks {

    /** The annotation of kured's DaemonSet. */
    public static final String KURED_ANNOTATION = "weave.works/kured-node-lock";

    /** Where the node-maintenance-operator and its kin keep one lease for each node, named {@code node-<name>}. */
    public static final String MEDIK8S_NAMESPACE = "medik8s-leases";

    /** Where older ones keep it, under the node's own name. */
    public static final String OLDER_NAMESPACE = "node-maintenance";

    private static final String LEASE_PREFIX = "node-";

    private ForeignLocks() {}

    /**
     * The locks in kured's annotation: one, or with several owners allowed a list. What can't be read holds no node by
     * name, and so none.
     *
     * <p>Source: {@code kubereboot/kured pkg/daemonsetlock}; {@code TTL} is in nanoseconds, 0 means for ever.
     *
     * @param where for people: {@code DaemonSet kube-system/kured}
     */
    public static List<NodeLock> ofKured(String where, @Nullable String annotation) {
        if (annotation == null || annotation.isBlank()) {
            return List.of();
        }
        try {
            JsonNode lock = Json.mapper().readTree(annotation);
            List<NodeLock> locks = new ArrayList<>();
            if (lock.path("locks").isArray()) {
                lock.path("locks").forEach(one -> add(where, one, locks));
            } else {
                add(where, lock, locks);
            }
            return locks;
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static void add(String where, JsonNode lock, List<NodeLock> locks) {
        String node = lock.path("nodeID").asText("");
        if (!node.isEmpty()) {
            locks.add(new NodeLock(node, "kured", node, where, expiry(lock)));
        }
    }

    private static @Nullable Instant expiry(JsonNode lock) {
        long nanos = lock.path("TTL").asLong(0);
        try {
            Instant created = Instant.parse(lock.path("created").asText(""));
            return nanos <= 0 ? null : created.plus(Duration.ofNanos(nanos));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** How a lease is named to people. */
    public static String lease(String namespace, String name) {
        return "Lease " + namespace + "/" + name;
    }

    /** The lock a lease of one of the two namespaces stands for; null where nobody holds it. */
    public static @Nullable NodeLock ofLease(String namespace, String leaseName, LeaseState lease) {
        String holder = lease.holder();
        boolean prefixed = leaseName.startsWith(LEASE_PREFIX);
        if (holder == null || holder.isBlank() || (namespace.equals(MEDIK8S_NAMESPACE) && !prefixed)) {
            return null;
        }
        Instant renewed = lease.renewedAt();
        Integer seconds = lease.durationSeconds();
        return new NodeLock(
                prefixed ? leaseName.substring(LEASE_PREFIX.length()) : leaseName,
                "node-maintenance-operator",
                holder,
                lease(namespace, leaseName),
                renewed == null || seconds == null ? null : renewed.plusSeconds(seconds));
    }
}
