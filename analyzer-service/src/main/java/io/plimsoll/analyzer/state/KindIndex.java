package io.plimsoll.analyzer.state;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects that have no index of their own, found by kind, namespace and name; autoscalers also by what they scale. */
final class KindIndex {

    /** By kind, then by namespace and name. */
    private final Map<String, NavigableMap<String, Tracked<? extends FactBody>>> kinds = new HashMap<>();

    private final Map<String, Tracked<HorizontalAutoscalerState>> autoscalersByTarget = new HashMap<>();

    @Nullable
    Tracked<? extends FactBody> get(ObjectRef ref) {
        return of(ref.kind()).get(ClusterState.namespaced(ref));
    }

    <B extends FactBody> @Nullable Tracked<B> get(Class<B> type, String kind, @Nullable String namespace, String name) {
        return typed(type, of(kind).get((namespace == null ? "" : namespace) + "/" + name));
    }

    /** In order of namespace and name; a copy. */
    <B extends FactBody> List<Tracked<B>> all(Class<B> type, String kind) {
        return typed(type, of(kind));
    }

    /** In order of name; a copy. */
    <B extends FactBody> List<Tracked<B>> in(Class<B> type, String kind, String namespace) {
        // '0' is the character after '/'.
        return typed(type, of(kind).subMap(namespace + "/", namespace + "0"));
    }

    /** The autoscaler that scales the workload; null where none does. */
    @Nullable
    Tracked<HorizontalAutoscalerState> autoscalerOf(ObjectRef workload) {
        return autoscalersByTarget.get(PodIndex.workloadKey(workload));
    }

    /** In the place of an earlier state, if there is one. */
    void put(Tracked<FactBody> object) {
        String key = ClusterState.namespaced(object.ref());
        var before =
                kinds.computeIfAbsent(object.ref().kind(), _ -> new TreeMap<>()).put(key, object);
        if (before != null) {
            unlink(before);
        }
        Tracked<HorizontalAutoscalerState> autoscaler = typed(HorizontalAutoscalerState.class, object);
        if (autoscaler != null) {
            autoscalersByTarget.put(target(autoscaler), autoscaler);
        }
    }

    /** It must be there. */
    void remove(Tracked<? extends FactBody> object) {
        of(object.ref().kind()).remove(ClusterState.namespaced(object.ref()));
        unlink(object);
    }

    private void unlink(Tracked<? extends FactBody> object) {
        Tracked<HorizontalAutoscalerState> autoscaler = typed(HorizontalAutoscalerState.class, object);
        if (autoscaler != null) {
            autoscalersByTarget.remove(target(autoscaler));
        }
    }

    private static String target(Tracked<HorizontalAutoscalerState> autoscaler) {
        var target = autoscaler.body().target();
        return target.kind() + "/" + autoscaler.ref().namespace() + "/" + target.name();
    }

    private NavigableMap<String, Tracked<? extends FactBody>> of(String kind) {
        NavigableMap<String, Tracked<? extends FactBody>> found = kinds.get(kind);
        return found == null ? Collections.emptyNavigableMap() : found;
    }

    private static <B extends FactBody> List<Tracked<B>> typed(
            Class<B> type, Map<String, Tracked<? extends FactBody>> objects) {
        List<Tracked<B>> found = new ArrayList<>(objects.size());
        for (Tracked<? extends FactBody> object : objects.values()) {
            Tracked<B> of = typed(type, object);
            if (of != null) {
                found.add(of);
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static <B extends FactBody> @Nullable Tracked<B> typed(
            Class<B> type, @Nullable Tracked<? extends FactBody> object) {
        return object != null && type.isInstance(object.body()) ? (Tracked<B>) object : null;
    }
}
