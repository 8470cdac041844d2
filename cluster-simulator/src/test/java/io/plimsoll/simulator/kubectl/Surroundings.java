package io.plimsoll.simulator.kubectl;

import static io.plimsoll.simulator.store.ResourceTypes.DAEMON_SET;
import static io.plimsoll.simulator.store.ResourceTypes.DEPLOYMENT;
import static io.plimsoll.simulator.store.ResourceTypes.EVENT;
import static io.plimsoll.simulator.store.ResourceTypes.NODE;
import static io.plimsoll.simulator.store.ResourceTypes.POD;
import static io.plimsoll.simulator.store.ResourceTypes.POD_DISRUPTION_BUDGET;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import java.time.Duration;

/**
 * The least of a kubelet and of controllers that kubectl's commands wait for: pods end at once, Deployments have
 * rolled out as soon as they're asked for, two pods appear with the Deployment {@code shop/cart}, and its budget counts
 * those that are ready.
 */
final class Surroundings implements AutoCloseable {

    private final ObjectStore store;
    private final Subscription changes;
    private final Thread thread;

    Surroundings(ObjectStore store) {
        this.store = store;
        for (int i = 0; i < 3; i++) {
            node("node-" + i);
        }
        store.create(DAEMON_SET, json("""
                {"metadata":{"name":"agent","namespace":"kube-system","uid":"agent-uid"},"spec":{}}"""));
        store.create(POD, json("""
                {"metadata":{"name":"agent-1","namespace":"kube-system","ownerReferences":[{"apiVersion":"apps/v1",
                 "kind":"DaemonSet","name":"agent","uid":"agent-uid","controller":true}]},
                 "spec":{"nodeName":"node-1","containers":[{"name":"agent"}]},"status":{"phase":"Running"}}"""));
        this.changes = store.follow(POD, DEPLOYMENT, POD_DISRUPTION_BUDGET);
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void node(String name) {
        store.create(NODE, json("""
                {"metadata":{"name":"%s","labels":{"kubernetes.io/hostname":"%s"}},"status":{
                 "allocatable":{"cpu":"16","memory":"64Gi","pods":"110"},
                 "capacity":{"cpu":"16","memory":"64Gi","pods":"110"},"nodeInfo":{"kubeletVersion":"v1.32.4"},
                 "conditions":[{"type":"Ready","status":"True"}]}}""".formatted(name, name)));
    }

    private void run() {
        try {
            while (!changes.closed()) {
                WatchEvent event = changes.poll(Duration.ofSeconds(1));
                if (event != null && event.kind() != WatchEvent.Kind.DELETED) {
                    tolerant(() -> react(event.object()));
                }
                if (event != null && event.type().equals(POD)) {
                    tolerant(this::count);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tolerant(Runnable work) {
        try {
            work.run();
        } catch (ApiException gone) {
            // deleted meanwhile
        }
    }

    private void react(StoredObject object) {
        if (object.type().equals(POD) && object.deleting()) {
            store.delete(POD, object.namespace(), object.name(), DeleteOptions.IMMEDIATE);
        } else if (object.type().equals(DEPLOYMENT)) {
            rollOut(object);
        } else if (object.type().equals(POD_DISRUPTION_BUDGET)) {
            count();
        }
    }

    private void rollOut(StoredObject deployment) {
        int replicas = deployment.at("spec", "replicas").asInt(1);
        store.modify(DEPLOYMENT, deployment.namespace(), deployment.name(), o -> o.withObjectProperty("status")
                .put(
                        "observedGeneration",
                        deployment.at("metadata", "generation").asInt())
                .put("replicas", replicas)
                .put("updatedReplicas", replicas)
                .put("readyReplicas", replicas)
                .put("availableReplicas", replicas));
        if (deployment.path().equals("shop/cart") && store.list(POD, "shop").isEmpty()) {
            cart("cart-a", "node-0");
            cart("cart-b", "node-1");
            store.create(EVENT, json("""
                    {"metadata":{"name":"cart-a.1","namespace":"shop"},"type":"Warning","reason":"Unhealthy",
                     "message":"Readiness probe failed","involvedObject":{"apiVersion":"v1","kind":"Pod","name":"cart-a",
                     "namespace":"shop","uid":"cart-a-uid"},"count":2,"source":{"component":"kubelet"}}"""));
        }
    }

    private void cart(String name, String node) {
        store.create(POD, json("""
                {"metadata":{"name":"%s","namespace":"shop","uid":"%s-uid","labels":{"app":"cart"},
                 "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"cart-1","uid":"r","controller":true}]},
                 "spec":{"nodeName":"%s","containers":[{"name":"cart","image":"registry.example/cart:1"}]},
                 "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],
                 "containerStatuses":[{"name":"cart","ready":true,"restartCount":0,"state":{"running":{}}}]}}""".formatted(name, name, node)));
    }

    private void count() {
        long healthy =
                store.list(POD, "shop").stream().filter(pod -> !pod.deleting()).count();
        for (StoredObject budget : store.list(POD_DISRUPTION_BUDGET)) {
            int needed = budget.at("spec", "minAvailable").asInt(1);
            store.modify(POD_DISRUPTION_BUDGET, budget.namespace(), budget.name(), o -> {
                ObjectNode status = o.withObjectProperty("status");
                status.put(
                        "observedGeneration",
                        budget.at("metadata", "generation").asInt());
                status.put("currentHealthy", healthy)
                        .put("desiredHealthy", needed)
                        .put("expectedPods", healthy);
                status.put("disruptionsAllowed", Math.max(0, healthy - needed));
            });
        }
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() {
        changes.close();
        thread.interrupt();
    }
}
