package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code plimsoll.facts}: the state of one object of one cluster, as the watcher saw it.
 *
 * @param kind Kubernetes' kind; for control records {@code Tick}, {@code Synced}, {@code WatchGap}, {@code Relisted}
 * @param namespace null for what is cluster-scoped
 * @param name the object's name; for control records the resource they speak of ({@code pods}), for ticks empty
 * @param uid null for control records; in a {@code Deleted} record, of the object that is gone
 * @param resourceVersion opaque: compare for equality only; null for control records
 * @param observedAt when the watcher saw it, by the watcher's clock
 * @param epoch the watcher's term: grows with every list and every new leader
 * @param truncated whether parts were left out because the object was too large
 * @param problems what couldn't be read, each as {@code field: why}; the rest of the record holds
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonPropertyOrder({"cluster", "kind", "namespace", "name", "uid", "resourceVersion", "observedAt", "origin", "epoch"})
public record Fact(
        String cluster,
        String kind,
        @Nullable String namespace,
        String name,
        @Nullable String uid,
        @Nullable String resourceVersion,
        Instant observedAt,
        Origin origin,
        long epoch,
        boolean truncated,
        List<String> problems,
        FactBody body) {

    public Fact {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(observedAt, "observedAt");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(body, "body");
        name = name == null ? "" : name;
        namespace = namespace == null || namespace.isEmpty() ? null : namespace;
        problems = Copies.list(problems);
        if (cluster.isEmpty() || cluster.indexOf('/') >= 0 || cluster.indexOf('|') >= 0) {
            throw new IllegalArgumentException("cluster must be a name without '/' or '|', was '" + cluster + "'");
        }
    }

    /** The object this fact is about. */
    @JsonIgnore
    public ObjectRef object() {
        return new ObjectRef(kind, namespace, name, uid);
    }

    /** The record's key: {@code cluster/kind/namespace/name}, with an empty namespace where there is none. */
    @JsonIgnore
    public String key() {
        return cluster + "/" + kind + "/" + (namespace == null ? "" : namespace) + "/" + name;
    }

    /** Whether this is a change that happened, rather than the state found by a list. */
    @JsonIgnore
    public boolean isTransition() {
        return origin == Origin.WATCH;
    }
}
