package io.plimsoll.benchmarks.analyzer;

import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.wire.DeadLetter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Sees to it that the analysis that was measured did its work. */
final class Witness implements Observer {

    private final Map<String, LongAdder> alerts = new ConcurrentHashMap<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();

    @Override
    public void alertChanged(Alert alert) {
        alerts.computeIfAbsent(alert.code().code(), _ -> new LongAdder()).increment();
        if (alert.severity().atLeast(Severity.WARNING)) {
            warned.add(alert.code().code());
        }
    }

    @Override
    public void deadLettered(DeadLetter letter) {
        wrong.compareAndSet(null, "a good fact was refused: " + letter.code() + " " + letter.message());
    }

    @Override
    public void detectorFailed(AlertCode code, ObjectRef subject, RuntimeException failure) {
        wrong.compareAndSet(null, "rule " + code.code() + " failed on " + subject.display() + ": " + failure);
    }

    /** How many changes of alerts by code. */
    Map<String, Long> alerts() {
        Map<String, Long> counts = new TreeMap<>();
        alerts.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    /**
     * Sees to it that alerts of these codes were raised, and of no others but for information.
     *
     * @throws IllegalStateException where that isn't so, or a fact was refused, or a rule failed
     */
    void require(Set<String> codes) {
        String found = wrong.get();
        if (found != null) {
            throw new IllegalStateException(found);
        }
        if (!warned.equals(codes)) {
            throw new IllegalStateException(
                    "the log holds " + codes + ", but " + warned + " was raised: nothing to be compared");
        }
    }
}
