package io.plimsoll.analyzer.analysis;

import io.plimsoll.analyzer.detect.LiveAlerts;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.lifecycle.Lifecycle;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Fingerprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every alert's life, found by fingerprint, by question, by object, and by the parents that explain it. */
final class Lives implements LiveAlerts {

    private final String cluster;
    private final Map<String, Life> byFingerprint = new HashMap<>();
    private final Map<String, Asked> askedBy = new HashMap<>();
    private final Map<Asked, List<String>> byQuestion = new HashMap<>();
    private final Map<ObjectRef, List<String>> byObject = new HashMap<>();
    private final Map<String, SortedSet<String>> byParent = new HashMap<>();
    private final Map<AlertCode, SortedSet<String>> firing = new EnumMap<>(AlertCode.class);
    private final Set<String> changed = new HashSet<>();

    Lives(String cluster) {
        this.cluster = cluster;
    }

    @Nullable
    Life get(String fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    @Nullable
    Asked askedBy(String fingerprint) {
        return askedBy.get(fingerprint);
    }

    List<String> of(Asked asked) {
        return byQuestion.getOrDefault(asked, List.of());
    }

    List<String> about(ObjectRef object) {
        return byObject.isEmpty() ? List.of() : byObject.getOrDefault(Asked.withoutUid(object), List.of());
    }

    List<String> childrenOf(String fingerprint) {
        return copy(byParent.get(fingerprint));
    }

    List<String> ofDetector(int detector) {
        return byQuestion.entrySet().stream()
                .filter(entry -> entry.getKey().detector() == detector)
                .flatMap(entry -> entry.getValue().stream())
                .sorted()
                .toList();
    }

    Collection<Life> all() {
        return byFingerprint.values();
    }

    Set<String> changed() {
        return changed;
    }

    /** Keeps a life, or with null ends it. */
    void put(Asked asked, String fingerprint, @Nullable Life life) {
        Life before = life == null ? byFingerprint.remove(fingerprint) : byFingerprint.put(fingerprint, life);
        changed.add(fingerprint);
        if (before != null) {
            before.finding().parents().forEach(parent -> take(byParent, parent, fingerprint));
        }
        if (life != null) {
            life.finding().parents().forEach(parent -> put(byParent, parent, fingerprint));
        }
        if (life instanceof Life.Firing || life instanceof Life.Stale) {
            put(firing, asked.code(), fingerprint);
        } else {
            take(firing, asked.code(), fingerprint);
        }
        if (before == null && life != null) {
            askedBy.put(fingerprint, asked);
            list(byQuestion, asked, fingerprint);
            list(byObject, asked.subject(), fingerprint);
        } else if (before != null && life == null) {
            askedBy.remove(fingerprint);
            unlist(byQuestion, asked, fingerprint);
            unlist(byObject, asked.subject(), fingerprint);
        }
    }

    boolean fires(String fingerprint) {
        Life life = byFingerprint.get(fingerprint);
        return life instanceof Life.Firing || life instanceof Life.Stale;
    }

    @Override
    public @Nullable Alert firing(AlertCode code, ObjectRef subject, @Nullable String subtype) {
        return alert(Fingerprint.of(cluster, code, subject, subtype));
    }

    @Override
    public Collection<Alert> firing(AlertCode code) {
        List<Alert> alerts = new ArrayList<>();
        for (String fingerprint : copy(firing.get(code))) {
            Alert alert = alert(fingerprint);
            if (alert != null) {
                alerts.add(alert);
            }
        }
        return alerts;
    }

    private @Nullable Alert alert(String fingerprint) {
        Life life = byFingerprint.get(fingerprint);
        return life == null ? null : Lifecycle.firingAlert(life);
    }

    /** Every alert that fires, or did when its inputs were lost. */
    Collection<Alert> firing() {
        List<Alert> all = new ArrayList<>();
        for (AlertCode code : firing.keySet()) {
            all.addAll(firing(code));
        }
        return all;
    }

    private static List<String> copy(@Nullable SortedSet<String> fingerprints) {
        return fingerprints == null ? List.of() : List.copyOf(fingerprints);
    }

    /** Few share a question or an object, mostly one: a list of them, in order, takes far less than a tree. */
    private static <K> void list(Map<K, List<String>> index, K key, String fingerprint) {
        index.merge(key, List.of(fingerprint), (known, one) -> Stream.concat(known.stream(), one.stream())
                .sorted()
                .distinct()
                .toList());
    }

    private static <K> void unlist(Map<K, List<String>> index, K key, String fingerprint) {
        index.computeIfPresent(key, (_, known) -> {
            List<String> left =
                    known.stream().filter(one -> !one.equals(fingerprint)).toList();
            return left.isEmpty() ? null : left;
        });
    }

    private static <K> void put(Map<K, SortedSet<String>> index, K key, String fingerprint) {
        index.computeIfAbsent(key, _ -> new TreeSet<>()).add(fingerprint);
    }

    private static <K> void take(Map<K, SortedSet<String>> index, K key, String fingerprint) {
        SortedSet<String> found = index.get(key);
        if (found != null && found.remove(fingerprint) && found.isEmpty()) {
            index.remove(key);
        }
    }
}
