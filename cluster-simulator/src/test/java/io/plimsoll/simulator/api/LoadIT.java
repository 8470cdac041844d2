package io.plimsoll.simulator.api;

import static io.plimsoll.simulator.store.ResourceTypes.NODE;
import static io.plimsoll.simulator.store.ResourceTypes.POD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.ClusterSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 5,000 nodes and 50,000 pods: loaded and listed within seconds, looked up without a search. */
class LoadIT {

    private static final int NODES = 5_000;
    private static final int PODS = 50_000;

    @Test
    void aLargeClusterLoadsAndListsInSeconds() throws IOException, InterruptedException {
        try (ClusterSimulator simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults())) {
            long start = System.nanoTime();
            fill(simulator);
            long filled = System.nanoTime();
            long bytes = drain(simulator);
            long listed = System.nanoTime();
            drain(simulator);
            long again = System.nanoTime();
            int found = 0;
            for (int i = 0; i < NODES; i++) {
                found += simulator.store().podsOnNode("node-" + i).size();
            }
            long looked = System.nanoTime();

            System.out.printf(
                    "loaded %d nodes and %d pods in %d ms; listed %d MB in %d ms, again in %d ms; %d look-ups in %d ms%n",
                    NODES,
                    PODS,
                    millis(start, filled),
                    bytes / 1_000_000,
                    millis(filled, listed),
                    millis(listed, again),
                    NODES,
                    millis(again, looked));
            assertThat(found).isEqualTo(PODS);
            assertThat(Duration.ofNanos(filled - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(Duration.ofNanos(again - listed)).isLessThan(Duration.ofSeconds(30));
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    private static void fill(ClusterSimulator simulator) {
        for (int i = 0; i < NODES; i++) {
            simulator.store().create(NODE, Caller.json("{'metadata':{'name':'node-%d'}}".formatted(i)));
        }
        ObjectNode template = Caller.json("""
                {'metadata':{'namespace':'default','labels':{'app':'web'},'ownerReferences':[{'uid':'u','kind':'ReplicaSet',
                 'name':'r','apiVersion':'apps/v1','controller':true}]},
                 'spec':{'containers':[{'name':'c','image':'i','resources':{'requests':{'cpu':'100m','memory':'1Gi'}}}]},
                 'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}""");
        for (int i = 0; i < PODS; i++) {
            ObjectNode pod = template.deepCopy();
            pod.withObjectProperty("metadata").put("name", "pod-" + i);
            pod.withObjectProperty("spec").put("nodeName", "node-" + i % NODES);
            simulator.store().create(POD, pod);
        }
    }

    private static long drain(ClusterSimulator simulator) throws IOException, InterruptedException {
        try (InputStream in = Caller.of(simulator).stream("/api/v1/pods")) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
