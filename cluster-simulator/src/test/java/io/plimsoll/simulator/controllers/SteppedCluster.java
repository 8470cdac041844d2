package io.plimsoll.simulator.controllers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** A store and its controllers under a clock that only the test turns: an hour passes in milliseconds. */
public final class SteppedCluster implements AutoCloseable {

    public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    public static final String NS = "shop";

    private static final JsonMapper JSON = new JsonMapper();

    private final Clock clock = new Clock();
    private final ObjectStore store = new ObjectStore(new ObjectStore.Settings(clock, 20_000, new Random(1)));
    private final Controllers controllers;

    private static final class Clock implements InstantSource {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }
    }

    public SteppedCluster() {
        this(ControllerSettings.DEFAULT);
    }

    public SteppedCluster(ControllerSettings settings) {
        controllers = Controllers.stepped(store, settings);
    }

    public ObjectStore store() {
        return store;
    }

    public ClusterOperations operations() {
        return controllers.operations();
    }

    public Controllers controllers() {
        return controllers;
    }

    public Instant now() {
        return clock.now;
    }

    /** Lets cluster time pass, stopping at everything that becomes due. */
    public void pass(Duration time) {
        Instant end = clock.now.plus(time);
        controllers.settle();
        for (Instant due = next(end); !due.isAfter(end); due = next(end)) {
            clock.now = due.isAfter(clock.now) ? due : clock.now;
            controllers.settle();
            if (due.equals(end)) {
                return;
            }
        }
    }

    private Instant next(Instant end) {
        return controllers.nextDue().filter(due -> !due.isAfter(end)).orElse(end);
    }

    public StoredObject create(ResourceType type, String json) {
        try {
            return store.create(type, (ObjectNode) JSON.readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public void nodes(int count, String cpu, String memory) {
        for (int i = 0; i < count; i++) {
            node("n" + i, cpu, memory, "zone-" + (char) ('a' + i % 3));
        }
    }

    public void node(String name, String cpu, String memory, String zone) {
        create(ResourceTypes.NODE, """
                {'metadata': {'name': '%s', 'labels': {'kubernetes.io/hostname': '%s', 'topology.kubernetes.io/zone': '%s', 'group': 'g'}},
                 'status': {'capacity': {'cpu': '%s', 'memory': '%s', 'pods': '110'},
                            'allocatable': {'cpu': '%s', 'memory': '%s', 'pods': '110'},
                            'conditions': [{'type': 'MemoryPressure', 'status': 'False'}, {'type': 'Ready', 'status': 'True'}],
                            'nodeInfo': {'bootID': 'first-boot'}}}
                """.formatted(name, name, zone, cpu, memory, cpu, memory));
    }

    public StoredObject workload(ResourceType type, String name, int replicas, String cpu, String more) {
        return create(type, """
                {'metadata': {'name': '%s', 'namespace': 'shop'},
                 'spec': {'replicas': %d, %s 'selector': {'matchLabels': {'app': '%s'}},
                          'template': {'metadata': {'labels': {'app': '%s'}},
                                       'spec': {'containers': [{'name': 'main', 'image': 'v1',
                                           'resources': {'requests': {'cpu': '%s', 'memory': '100Mi'}}}]}}}}
                """.formatted(name, replicas, more, name, name, cpu));
    }

    public StoredObject deployment(String name, int replicas, String cpu) {
        return workload(ResourceTypes.DEPLOYMENT, name, replicas, cpu, "");
    }

    public StoredObject budget(String name, String app, String rule) {
        return create(
                ResourceTypes.POD_DISRUPTION_BUDGET,
                "{'metadata': {'name': '%s', 'namespace': 'shop'}, 'spec': {%s, 'selector': {'matchLabels': {'app': '%s'}}}}"
                        .formatted(name, rule, app));
    }

    public void image(ResourceType type, String name, String image) {
        store.modify(type, NS, name, tree -> ((ObjectNode) Fields.at(tree, "spec", "template", "spec", "containers")
                        .get(0))
                .put("image", image));
    }

    public List<PodView> pods(String app) {
        return store.list(ResourceTypes.POD, NS).stream()
                .map(pod -> PodView.of(pod.json()))
                .filter(pod -> app.equals(pod.labels().get("app")))
                .toList();
    }

    public List<PodView> readyPods(String app) {
        return pods(app).stream().filter(pod -> pod.ready() && pod.active()).toList();
    }

    public StoredObject get(ResourceType type, String name) {
        return store.get(type, type.namespaced() ? NS : "", name);
    }

    /** The reasons of all events about an object, in the order they came up, each as often as it was counted. */
    public List<String> events(String object) {
        return store.list(ResourceTypes.EVENT).stream()
                .filter(event -> event.text("involvedObject", "name").equals(object))
                .sorted(java.util.Comparator.comparingLong(StoredObject::resourceVersion))
                .map(event -> event.text("reason"))
                .toList();
    }

    @Override
    public void close() {
        controllers.close();
    }
}
