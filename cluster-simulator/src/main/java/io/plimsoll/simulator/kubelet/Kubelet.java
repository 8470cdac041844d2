package io.plimsoll.simulator.kubelet;

import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pods' half of the kubelet: takes every pod on a node through its {@link PodLife}. Pods on a node that is down
 * stay as they are until it comes back.
 */
public final class Kubelet implements Reconciler {

    private static final String COMPONENT = "kubelet";

    private final Cluster cluster;
    private final KubeletSettings settings;
    private final NodeLiveness liveness;
    private final UsageTable usage;
    private final MemoryCourses courses;
    private final Map<String, PodLife> lives = new HashMap<>();
    private final Set<String> prompted = new LinkedHashSet<>();

    private long podCount;

    public Kubelet(
            Cluster cluster, KubeletSettings settings, NodeLiveness liveness, UsageTable usage, MemoryCourses courses) {
        this.cluster = cluster;
        this.settings = settings;
        this.liveness = liveness;
        this.usage = usage;
        this.courses = courses;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        PodView pod = change.pod();
        if (pod == null) {
            return;
        }
        if (change.deleted()) {
            lives.remove(pod.uid());
            courses.forget(pod.uid());
            usage.remove(pod.key());
        } else if (pod.bound()) {
            queue.add(pod.key());
        }
    }

    @Override
    public void prompt(WorkQueue queue) {
        if (!prompted.isEmpty()) {
            prompted.forEach(queue::add);
            prompted.clear();
        }
    }

    /** Look at all pods of the node again, though nothing of them changed in the API. */
    void lookAgain(String node) {
        cluster.podsOnNode(node).forEach(pod -> prompted.add(pod.key()));
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        PodView pod = cluster.pod(key);
        if (pod == null || !pod.bound() || cluster.node(pod.nodeName()) == null || !liveness.alive(pod.nodeName())) {
            return; // the node's return or the pod's garbage collection will bring it up again
        }
        PodLife life = stage(pod, now);
        lives.put(pod.uid(), life);
        PodBehaviour behaviour = PodBehaviour.of(pod, settings.usual());
        PodLife.Next next = life.next(behaviour, running(pod, life.since()), grace(pod));
        if (next == null) {
            return;
        }
        if (next.due().isAfter(now)) {
            queue.addAt(key, next.due());
        } else {
            perform(next.step(), pod, life, behaviour, now);
            queue.add(key);
        }
    }

    /** What this kubelet knows, corrected by what the API says. */
    private PodLife stage(PodView pod, Instant now) {
        PodLife known = lives.get(pod.uid());
        if (pod.terminating()) {
            return known != null && known.stage() == PodLife.Stage.ENDING
                    ? known
                    : new PodLife(PodLife.Stage.ENDING, now, 0);
        }
        if (pod.finished()) {
            return new PodLife(PodLife.Stage.DONE, now, 0);
        }
        if (known != null) {
            return known;
        }
        if (!pod.phase().equals("Running")) {
            return new PodLife(PodLife.Stage.STARTING, now, 0);
        }
        watch(pod, now); // a pod that was loaded running
        return new PodLife(pod.ready() ? PodLife.Stage.READY : PodLife.Stage.UNREADY, now, 0);
    }

    private void perform(PodLife.Step step, PodView pod, PodLife life, PodBehaviour behaviour, Instant now) {
        switch (step) {
            case START -> start(pod, behaviour, now);
            case BECOME_READY -> {
                cluster.edit(pod, tree -> PodStatuses.ready(tree, true, now));
                lives.put(pod.uid(), new PodLife(PodLife.Stage.READY, now, life.restarts()));
            }
            case COMPLETE -> exit(pod, 0, PodStatuses.Exit.COMPLETED, now);
            case CRASH -> exit(pod, 0, PodStatuses.Exit.ERROR, now);
            case RESTART -> restart(pod, life, behaviour, now);
            case REMOVE -> {
                lives.remove(pod.uid());
                cluster.delete(pod, DeleteOptions.IMMEDIATE);
            }
        }
    }

    private void start(PodView pod, PodBehaviour behaviour, Instant now) {
        boolean ready = behaviour.readyAfter().isZero() && !behaviour.neverReady();
        String ip = nextIp();
        cluster.edit(pod, tree -> PodStatuses.running(tree, hostIp(pod.nodeName()), ip, ready, now));
        lives.put(pod.uid(), new PodLife(ready ? PodLife.Stage.READY : PodLife.Stage.UNREADY, now, 0));
        watchFresh(pod, now);
        cluster.events().routine(pod.raw(), COMPONENT, "Started", "Started container " + containerName(pod, 0));
    }

    private void restart(PodView pod, PodLife life, PodBehaviour behaviour, Instant now) {
        boolean ready = behaviour.readyAfter().isZero() && !behaviour.neverReady();
        int container = stopped(pod);
        cluster.edit(pod, tree -> PodStatuses.restart(tree, container, ready, now));
        lives.put(
                pod.uid(), new PodLife(ready ? PodLife.Stage.READY : PodLife.Stage.UNREADY, now, life.restarts() + 1));
        watchFresh(pod, now);
    }

    /** A container ends: for good, or to be started again. */
    void exit(PodView pod, int container, PodStatuses.Exit exit, Instant now) {
        String policy = Fields.text(pod.raw(), "spec", "restartPolicy");
        boolean again = !policy.equals("Never") && !(policy.equals("OnFailure") && exit.code() == 0);
        usage.remove(pod.key());
        if (!again) {
            cluster.edit(pod, tree -> PodStatuses.finished(tree, exit.code() == 0 ? "Succeeded" : "Failed", exit, now));
            lives.put(pod.uid(), new PodLife(PodLife.Stage.DONE, now, 0));
            return;
        }
        PodLife known = lives.get(pod.uid());
        Instant ran = running(pod, now);
        boolean forgiven = !now.isBefore(ran.plus(PodLife.FORGIVEN_AFTER));
        int restarts = known == null || forgiven ? 0 : known.restarts();
        cluster.edit(pod, tree -> PodStatuses.backOff(tree, container, exit, restarts > 0, now));
        lives.put(pod.uid(), new PodLife(PodLife.Stage.BACK_OFF, now, restarts));
        if (restarts > 0) {
            cluster.events()
                    .warning(
                            pod.raw(),
                            COMPONENT,
                            "BackOff",
                            "Back-off restarting failed container %s in pod %s"
                                    .formatted(containerName(pod, container), pod.name()));
        }
    }

    void evict(PodView pod, String message, Instant now) {
        usage.remove(pod.key());
        cluster.edit(pod, tree -> PodStatuses.evicted(tree, message, now));
        lives.put(pod.uid(), new PodLife(PodLife.Stage.DONE, now, 0));
        cluster.events().warning(pod.raw(), COMPONENT, "Evicted", message);
    }

    /** The node rebooted: its running pods' containers are started again. */
    void rebooted(String node, Instant now) {
        for (PodView pod : List.copyOf(cluster.podsOnNode(node))) {
            if (pod.active() && pod.phase().equals("Running")) {
                cluster.edit(pod, tree -> PodStatuses.rebooted(tree, now));
                lives.put(pod.uid(), new PodLife(PodLife.Stage.READY, now, 0));
                watchFresh(pod, now);
            } else {
                lives.remove(pod.uid());
            }
        }
    }

    /** A probe's verdict, set from outside: the pod turns (un)ready and stays so until told otherwise. */
    void setReady(PodView pod, boolean ready, Instant now) {
        if (pod.phase().equals("Running") && pod.active()) {
            cluster.edit(pod, tree -> PodStatuses.ready(tree, ready, now));
            lives.put(pod.uid(), new PodLife(PodLife.Stage.READY, now, 0));
        }
    }

    /** The node lifecycle controller marks pods of a silent node unready; its return makes them ready again. */
    void nodeReturned(String node, Instant now) {
        for (PodView pod : List.copyOf(cluster.podsOnNode(node))) {
            PodLife life = lives.get(pod.uid());
            boolean was = life != null && life.stage() == PodLife.Stage.READY;
            if (was && pod.active() && !pod.ready()) {
                cluster.edit(pod, tree -> PodStatuses.ready(tree, true, now));
            }
        }
    }

    /** Takes up a pod's course of use again, after its container changed or another course was set. */
    void watch(PodView pod, Instant now) {
        usage.put(pod.key(), pod.nodeName(), courses.of(pod, now));
    }

    private void watchFresh(PodView pod, Instant now) {
        cluster.store()
                .find(ResourceTypes.POD, pod.namespace(), pod.name())
                .ifPresent(object -> watch(PodView.of(object.json()), now));
    }

    private static Instant running(PodView pod, Instant otherwise) {
        @Nullable Instant first = null;
        for (var container : Fields.at(pod.raw(), "status", "containerStatuses")) {
            Instant since = Fields.instant(container, "state", "running", "startedAt");
            first = first == null ? since : first;
        }
        return first == null ? otherwise : first;
    }

    private static int stopped(PodView pod) {
        int index = 0;
        for (var container : Fields.at(pod.raw(), "status", "containerStatuses")) {
            if (!container.path("state").has("running")) {
                return index;
            }
            index++;
        }
        return 0;
    }

    private static Duration grace(PodView pod) {
        return Duration.ofSeconds(Fields.number(pod.raw(), 30, "metadata", "deletionGracePeriodSeconds"));
    }

    static String containerName(PodView pod, int index) {
        return Fields.text(Fields.at(pod.raw(), "spec", "containers").path(index), "name");
    }

    private String hostIp(String node) {
        var view = cluster.node(node);
        if (view != null) {
            for (var address : Fields.at(view.raw(), "status", "addresses")) {
                if (Fields.text(address, "type").equals("InternalIP")) {
                    return Fields.text(address, "address");
                }
            }
        }
        return "";
    }

    private String nextIp() {
        long n = podCount++;
        return "10.%d.%d.%d".formatted(64 + ((n >> 16) & 63), (n >> 8) & 255, n & 255);
    }
}
