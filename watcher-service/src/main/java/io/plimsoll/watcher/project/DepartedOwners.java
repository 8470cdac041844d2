package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.OwnerRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who owned the ReplicaSets and Jobs that have gone: their pods, which end after them, are their workload's to the last.
 *
 * <p>The longest gone are forgotten.
 */
final class DepartedOwners {

    private static final int REMEMBERED = 2_000;

    private final Map<String, OwnerRef> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OwnerRef> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized void left(String kind, Entry gone) {
        OwnerRef owner = gone.note();
        if (owner != null && (kind.equals("ReplicaSet") || kind.equals("Job"))) {
            owners.put(gone.uid(), owner);
        }
    }

    synchronized @Nullable OwnerRef ownerOf(String uid) {
        return owners.get(uid);
    }
}
