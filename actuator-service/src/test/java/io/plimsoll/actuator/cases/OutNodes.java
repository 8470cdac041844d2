package io.plimsoll.actuator.cases;

import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import java.util.HashSet;
import java.util.Set;

/** Every change of every node, none missed: how many were cordoned at once, at most. For one thread. */
final class OutNodes implements AutoCloseable {

    private final Subscription changes;
    private final Set<String> out = new HashSet<>();
    private int most;

    OutNodes(Yard yard) {
        changes = yard.store().follow(ResourceTypes.NODE);
        most();
        most = 0;
    }

    /** Since it was made, until now. */
    int most() {
        for (WatchEvent change = changes.poll(); change != null; change = changes.poll()) {
            boolean cordoned = change.kind() != WatchEvent.Kind.DELETED
                    && change.object().json().path("spec").path("unschedulable").asBoolean(false);
            if (cordoned) {
                out.add(change.object().name());
            } else {
                out.remove(change.object().name());
            }
            most = Math.max(most, out.size());
        }
        return most;
    }

    @Override
    public void close() {
        changes.close();
    }
}
