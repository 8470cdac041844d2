package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.WorkloadState;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** One instance of each equal value; what nobody holds any more is forgotten by the collector. */
final class Interned {

    private final Map<Object, WeakReference<Object>> known = new WeakHashMap<>();

    @SuppressWarnings("unchecked")
    <T> T value(T value) {
        WeakReference<Object> reference = known.get(value);
        Object kept = reference == null ? null : reference.get();
        if (kept != null) {
            return (T) kept;
        }
        known.put(value, new WeakReference<>(value));
        return value;
    }

    /** A workload with its maps and its template shared: a Deployment and its ReplicaSet have the same. */
    WorkloadState workload(WorkloadState workload) {
        return new WorkloadState(
                value(workload.labels()),
                value(workload.annotations()),
                valueOrNull(workload.owner()),
                workload.replicas(),
                workload.statusReplicas(),
                workload.readyReplicas(),
                workload.availableReplicas(),
                workload.updatedReplicas(),
                workload.generation(),
                workload.observedGeneration(),
                valueOrNull(workload.selector()),
                valueOrNull(workload.template()),
                valueOrNull(workload.replicasChangedBy()),
                textOrNull(workload.strategy()),
                workload.progressDeadlineSeconds(),
                workload.paused(),
                workload.currentRevision(),
                workload.updateRevision(),
                textOrNull(workload.podManagementPolicy()),
                workload.serviceName(),
                workload.claimTemplates(),
                workload.conditions(),
                workload.createdAt(),
                workload.deletionTimestamp());
    }

    String text(String text) {
        return value(text);
    }

    @Nullable
    String textOrNull(@Nullable String text) {
        return text == null ? null : value(text);
    }

    <T> @Nullable T valueOrNull(@Nullable T value) {
        return value == null ? null : value(value);
    }
}
