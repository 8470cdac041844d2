package io.plimsoll.sandbox.world;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.simulator.load.ClusterLoader;
import io.plimsoll.simulator.load.ClusterLoader.Loaded;
import io.plimsoll.simulator.load.ClusterPlan;
import io.plimsoll.simulator.load.OpenbTrace;
import io.plimsoll.simulator.store.ObjectStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The recorded production cluster, or a generated one of its size where the recording isn't at hand. */
final class ProductionCluster {

    private static final int NODES = 1523;
    private static final int PODS = 3000;

    private ProductionCluster() {}

    static String fill(ObjectStore store, Path data) {
        Loaded loaded = new ClusterLoader(store).load(plan(data.resolve("openb")), false);
        return loaded.nodes() + " nodes, " + loaded.pods() + " pods of " + loaded.workloads() + " workloads and "
                + loaded.budgets() + " budgets (" + loaded.source() + ")";
    }

    private static ClusterPlan plan(Path directory) {
        try {
            return OpenbTrace.read(directory)
                    .map(trace -> ClusterPlan.ofTrace(trace, trace.end(), ClusterPlan.WINDOW))
                    .orElseGet(() -> ClusterPlan.generated(NODES, PODS));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new Fault("the recording in " + directory.normalize() + " can't be read: " + e.getMessage(), e);
        }
    }
}
