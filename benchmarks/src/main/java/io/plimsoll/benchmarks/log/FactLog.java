package io.plimsoll.benchmarks.log;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.PodUsage.ContainerUsage;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's log, the same for the same shape and start: all its objects, then second after second.
 *
 * <p>It holds four faults: an autoscaler that brings a node of a group and takes it away, twice, from a sixth of the time
 * on; the last Deployment with a budget, none of whose pods is ready from a quarter on; three kills for memory in the first
 * Deployment at a third; and at two thirds fifteen percent of the nodes cordoned.
 */
public final class FactLog {

    public static final String CLUSTER = "bench";

    /** The codes that reading the log must raise, and none beside them of severity WARNING or more. */
    public static final Set<String> EPISODES = Set.of("A1", "P1", "M5", "C1");

    private static final int CORDONED_PERCENT = 15;
    private static final long DAY_SECONDS = 86_400;

    /** The store's revision in a cluster of some age. */
    private static final long FIRST_VERSION = 1_871_000_000;

    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final List<String> RESOURCES = List.of(
            "nodes",
            "pods",
            "poddisruptionbudgets",
            "deployments",
            "replicasets",
            "statefulsets",
            "daemonsets",
            "horizontalpodautoscalers",
            "events",
            "persistentvolumeclaims",
            "services",
            "usage");

    private final LogShape shape;
    private final Instant start;
    private final Population population;
    private final int[] incarnations;
    private final Instant[] since;
    private final SplittableRandom random = new SplittableRandom(1);
    private long version = FIRST_VERSION;
    private int replaced;
    private int cordoned;
    private int failing = -1;

    /** @param start of the log; its last fact lies {@link LogShape#seconds} later */
    public FactLog(LogShape shape, Instant start) {
        this.shape = shape;
        this.start = start;
        Instant created = start.minus(Duration.ofDays(1));
        this.population = new Population(shape, created);
        this.incarnations = new int[shape.pods()];
        this.since = new Instant[shape.pods()];
        Arrays.setAll(since, pod -> created.minusSeconds(pod * 7_919L % DAY_SECONDS));
    }

    /** The whole log, in order; to be asked once. */
    public void writeTo(Consumer<Fact> out) {
        snapshot(out);
        for (int second = 1; second <= shape.seconds(); second++) {
            Instant now = start.plusSeconds(second);
            churn(now, out);
            storm(second, now, out);
            episodes(second, now, out);
            if (second % shape.usageSeconds() == 0) {
                usage(now, out);
            }
            if (second % LogShape.TICK_SECONDS == 0) {
                out.accept(tick(now));
            }
        }
    }

    public LogShape shape() {
        return shape;
    }

    /** A kill for memory in the first pod of a Deployment, as it is after the whole log. */
    public Fact kill(int app, Instant at) {
        int pod = app * LogShape.REPLICAS;
        return pod(pod, population.killed(pod, since[pod], at), at, Origin.WATCH);
    }

    /** Nothing new of a pod's usage. */
    public Fact usage(int pod, Instant at) {
        var used = new ContainerUsage("main", 40 + random.nextInt(20), (90L << 20) + random.nextLong(20L << 20));
        var body = new PodUsage(at, WINDOW, List.of(used));
        int app = Population.appOf(pod);
        String name = Population.pod(pod, incarnations[pod]);
        return fact("PodMetrics", Population.namespace(app), name, null, at, Origin.SNAPSHOT, body);
    }

    public static Fact tick(Instant at) {
        Map<String, Tick.Currency> current = RESOURCES.stream()
                .collect(Collectors.toMap(
                        Function.identity(), _ -> new Tick.Currency(Tick.Standing.CURRENT, 100, null)));
        return control("Tick", "", at, new Tick(at, current, 0L, 0));
    }

    private void snapshot(Consumer<Fact> out) {
        for (int node = 0; node < shape.nodes(); node++) {
            out.accept(node(node, null, start, Origin.SNAPSHOT));
        }
        for (int app = 0; app < shape.deployments(); app++) {
            workload(app, out);
        }
        for (int pod = 0; pod < shape.pods(); pod++) {
            out.accept(pod(pod, population.running(pod, since[pod]), start, Origin.SNAPSHOT));
        }
        usage(start, out);
        RESOURCES.forEach(resource -> out.accept(control("Synced", resource, start, new Synced(0))));
        out.accept(tick(start));
    }

    private void workload(int app, Consumer<Fact> out) {
        String namespace = Population.namespace(app);
        String name = Population.app(app);
        var owner = Population.owner("Deployment", app);
        var set = Population.owner("ReplicaSet", app);
        out.accept(snapshot("Deployment", namespace, name, owner.uid(), population.deployment(app, null)));
        out.accept(snapshot("ReplicaSet", namespace, set.name(), set.uid(), population.deployment(app, owner)));
        if (app % LogShape.BUDGET_EVERY == 0) {
            out.accept(snapshot(
                    "PodDisruptionBudget", namespace, name, Population.uid("Budget", app, 0), population.budget(app)));
        }
    }

    private void usage(Instant now, Consumer<Fact> out) {
        for (int node = 0; node < shape.nodes(); node++) {
            var body = new NodeUsage(now, WINDOW, 2_000 + random.nextInt(500), (6L << 30) + random.nextLong(1L << 30));
            out.accept(fact("NodeMetrics", null, Population.node(node), null, now, Origin.SNAPSHOT, body));
        }
        for (int pod = 0; pod < shape.pods(); pod++) {
            out.accept(usage(pod, now));
        }
    }

    /** A replacement is three facts: the old pod is going, is gone, and the new one runs. */
    private void churn(Instant now, Consumer<Fact> out) {
        for (int change = 0; change + 3 <= shape.changesPerSecond(); change += 3) {
            int pod = nextReplaced();
            out.accept(pod(pod, population.terminating(pod, since[pod], now), now, Origin.WATCH));
            out.accept(pod(pod, new Deleted(now), now, Origin.WATCH));
            incarnations[pod]++;
            since[pod] = now;
            out.accept(pod(pod, population.running(pod, now), now, Origin.WATCH));
        }
    }

    /** All over the Deployments that are well; none from a cordoned node, to which the scheduler would bring nothing back. */
    private int nextReplaced() {
        int pod;
        do {
            pod = (int) ((long) replaced++ * 7_919 % shape.pods());
        } while (population.nodeOf(pod) < cordoned || Population.appOf(pod) == failing);
        return pod;
    }

    private void storm(int second, Instant now, Consumer<Fact> out) {
        int from = (shape.seconds() - shape.stormSeconds()) / 2;
        if (second < from || second >= from + shape.stormSeconds()) {
            return;
        }
        for (int i = 0; i < shape.eventsPerSecond(); i++) {
            out.accept(event(random.nextInt(shape.pods()), now));
        }
    }

    private Fact event(int pod, Instant now) {
        String namespace = Population.namespace(Population.appOf(pod));
        String name = Population.pod(pod, incarnations[pod]);
        var involved = new ObjectRef("Pod", namespace, name, uid(pod));
        var body = new EventState(
                "Warning",
                "Unhealthy",
                "Readiness probe failed: HTTP probe failed with statuscode: 503",
                involved,
                true,
                1,
                1,
                now,
                now,
                "kubelet",
                Population.node(population.nodeOf(pod)),
                false);
        return fact("Event", namespace, name + "." + version, "event-" + version, now, Origin.WATCH, body);
    }

    private void episodes(int second, Instant now, Consumer<Fact> out) {
        if (second == shape.seconds() / 3) {
            for (int pod = 0; pod < 3; pod++) {
                out.accept(pod(pod, population.killed(pod, since[pod], now), now, Origin.WATCH));
            }
        }
        if (second == shape.seconds() / 4) {
            outage(now, out);
        }
        thrash(second, now, out);
        if (second == shape.seconds() * 2 / 3) {
            cordoned = shape.nodes() * CORDONED_PERCENT / 100;
            for (int node = 0; node < cordoned; node++) {
                out.accept(node(node, now, now, Origin.WATCH));
            }
        }
    }

    /** A node is there for a quarter of the time, and its successor comes as long after it as it was there itself. */
    private void thrash(int second, Instant now, Consumer<Fact> out) {
        int quarter = shape.seconds() / 4;
        int step = second - shape.seconds() / 6;
        if (step < 0 || step % quarter != 0) {
            return;
        }
        int spare = step / quarter / 2;
        boolean brought = step / quarter % 2 == 0;
        FactBody body = brought ? population.spare(spare, now) : new Deleted(now);
        String uid = Population.uid("Node", shape.nodes() + spare, 0);
        out.accept(fact("Node", null, Population.spareName(spare), uid, now, Origin.WATCH, body));
    }

    private void outage(Instant now, Consumer<Fact> out) {
        failing = (shape.deployments() - 1) / LogShape.BUDGET_EVERY * LogShape.BUDGET_EVERY;
        for (int pod = failing * LogShape.REPLICAS; Population.appOf(pod) == failing; pod++) {
            out.accept(pod(pod, population.unready(pod, since[pod], now), now, Origin.WATCH));
        }
        var owner = Population.owner("Deployment", failing);
        var set = Population.owner("ReplicaSet", failing);
        String namespace = Population.namespace(failing);
        out.accept(workload(set, namespace, now, population.deployment(failing, owner, 0)));
        out.accept(workload(owner, namespace, now, population.deployment(failing, null, 0)));
        String uid = Population.uid("Budget", failing, 0);
        BudgetState none = population.budget(failing, 0, now);
        out.accept(fact("PodDisruptionBudget", namespace, owner.name(), uid, now, Origin.WATCH, none));
    }

    private Fact workload(OwnerRef workload, String namespace, Instant now, FactBody body) {
        return fact(workload.kind(), namespace, workload.name(), workload.uid(), now, Origin.WATCH, body);
    }

    private Fact node(int node, @Nullable Instant cordonedAt, Instant now, Origin origin) {
        var body = population.nodeState(node, cordonedAt);
        return fact("Node", null, Population.node(node), Population.uid("Node", node, 0), now, origin, body);
    }

    private Fact pod(int pod, FactBody body, Instant now, Origin origin) {
        String namespace = Population.namespace(Population.appOf(pod));
        return fact("Pod", namespace, Population.pod(pod, incarnations[pod]), uid(pod), now, origin, body);
    }

    private String uid(int pod) {
        return Population.uid("Pod", pod, incarnations[pod]);
    }

    private Fact snapshot(String kind, String namespace, String name, @Nullable String uid, FactBody body) {
        return fact(kind, namespace, name, uid, start, Origin.SNAPSHOT, body);
    }

    private static Fact control(String kind, String name, Instant at, FactBody body) {
        return new Fact(CLUSTER, kind, null, name, null, null, at, Origin.WATCH, 1, false, List.of(), body);
    }

    private Fact fact(
            String kind,
            @Nullable String namespace,
            String name,
            @Nullable String uid,
            Instant at,
            Origin origin,
            FactBody body) {
        String resourceVersion = Long.toString(++version);
        return new Fact(CLUSTER, kind, namespace, name, uid, resourceVersion, at, origin, 1, false, List.of(), body);
    }
}
