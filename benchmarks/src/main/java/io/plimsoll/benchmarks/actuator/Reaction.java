package io.plimsoll.benchmarks.actuator;

import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * From a decision's way to the topic to the API server's answer to the PATCH that cordons its node, while the cluster
 * changes 200 times a second.
 *
 * <p>The PATCH claims the node and cordons it, and comes after a record of the journal.
 */
final class Reaction {

    private static final int CHANGES_PER_SECOND = 200;
    private static final int WARM_UP = 400;
    private static final int MEASURED = 400;
    private static final int NODES = 1_000;
    private static final long BETWEEN_NANOS = 50_000_000;

    private Reaction() {}

    static void measure(EmbeddedBroker broker, Report report) throws IOException, TimeoutException {
        var patched = new Patched();
        try (Site site = new Site(broker, "reaction", patched::see)) {
            var herd = new Herd(site, NODES, 10);
            site.start(Loose.out(Site.usual(), 100));
            Thread changes = herd.change(CHANGES_PER_SECOND);
            List<Double> cordon = new ArrayList<>();
            for (int node = 0; node < WARM_UP + MEASURED; node++) {
                Decision decision = Herd.cordon(node);
                String name = Herd.node(node);
                long sent = System.nanoTime();
                site.send(Topic.DECISIONS, decision.key(), decision);
                Site.await("node " + name + " is cordoned", Duration.ofSeconds(30), () -> patched.cordoned(name));
                if (node >= WARM_UP) {
                    cordon.add((patched.cordonedAt(name) - sent) / 1e6);
                }
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
            changes.interrupt();
            Sample took = new Sample(cordon);
            report.compare("topicToPatch, ms", took);
            report.value("topicToPatchP50Millis", Sample.of(took.percentile(50)));
            report.value("topicToPatchP99Millis", Sample.of(took.percentile(99)));
        }
    }
}
