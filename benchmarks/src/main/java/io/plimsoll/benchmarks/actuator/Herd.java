package io.plimsoll.benchmarks.actuator;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Nodes with a few running pods each, whose state changes all the time, and decisions about them. */
final class Herd {

    private final Site site;
    private final int nodes;
    private final int podsEach;

    Herd(Site site, int nodes, int podsEach) {
        this.site = site;
        this.nodes = nodes;
        this.podsEach = podsEach;
        for (int node = 0; node < nodes; node++) {
            site.node(node(node));
            for (int pod = 0; pod < podsEach; pod++) {
                site.create(ResourceTypes.POD, """
                        {'metadata': {'name': '%s', 'namespace': 'shop', 'labels': {'app': 'app-%d'},
                                      'ownerReferences': [{'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'name': 'app-%d',
                                                           'uid': 'rs-%d', 'controller': true}]},
                         'spec': {'nodeName': '%s', 'containers': [{'name': 'main', 'image': 'v1',
                                  'resources': {'requests': {'cpu': '100m', 'memory': '128Mi'}}}]},
                         'status': {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': 'True'}]}}""".formatted(pod(node, pod), pod, pod, pod, node(node)));
            }
        }
    }

    static String node(int node) {
        return "node-" + node;
    }

    private static String pod(int node, int pod) {
        return "app-" + pod + "-" + node;
    }

    /** A node that the analyzer wants cordoned. */
    static Decision cordon(int node) {
        Instant now = Instant.now();
        String name = node(node);
        return new Decision(
                "d-" + name,
                Site.CLUSTER,
                Action.CORDON_NODE,
                new Scope(Scope.Kind.Node, name),
                new Decision.Cause(Site.CLUSTER + "|M1|Node||" + name, AlertCode.M1, Severity.CRITICAL),
                "benchmark",
                now,
                now.plus(Duration.ofHours(1)),
                null,
                "memory of " + name + " runs out");
    }

    /** Changes pods at this rate until interrupted. */
    Thread change(int perSecond) {
        return Thread.ofPlatform().daemon().name("changes").start(() -> {
            var random = new Random(7);
            long begun = System.nanoTime();
            for (long made = 0; !Thread.currentThread().isInterrupted(); made++) {
                long due = begun + made * 1_000_000_000 / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                String version = String.valueOf(made);
                String name = pod(random.nextInt(nodes), random.nextInt(podsEach));
                site.store().modify(ResourceTypes.POD, Site.NAMESPACE, name, pod -> pod.withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .put("bench/version", version));
            }
        });
    }
}
