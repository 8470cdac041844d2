package io.plimsoll.benchmarks.actuator;

import io.plimsoll.benchmarks.Report;
import io.plimsoll.benchmarks.Sample;
import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.controllers.ControllerSettings;
import io.plimsoll.simulator.controllers.Controllers;
import io.plimsoll.simulator.kubelet.KubeletSettings;
import io.plimsoll.simulator.kubelet.PodBehaviour;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One full node of whose Deployments one pod each may be away, drained by us and by {@code kubectl drain}: two clusters alike,
 * both in this process, at the same time, in real time. Each is timed from when it is asked until the node is empty.
 */
final class DrainContest {

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String FULL = "full";

    private final EmbeddedBroker broker;
    private final String name;
    private final int pods;
    private final int workloads;
    private final Duration start;

    /**
     * A contest.
     *
     * @param name ends the names of its values; empty for the one that everybody looks for
     * @param workloads how many Deployments the pods are of, each with a budget of one
     * @param start from a pod's being bound to its being Ready: while a replacement starts, nobody can evict
     */
    DrainContest(EmbeddedBroker broker, String name, int pods, int workloads, Duration start) {
        this.broker = broker;
        this.name = name;
        this.pods = pods;
        this.workloads = Math.min(workloads, pods);
        this.start = start;
    }

    /** A cluster with one full node and three empty ones. */
    private final class Side implements AutoCloseable {
        final Site site;
        final Controllers controllers;
        final BudgetWatch budget;
        final IdleBudget idle;
        final AtomicInteger posts = new AtomicInteger();

        Side(String prefix) throws IOException, TimeoutException {
            site = new Site(broker, prefix + name, this::see);
            idle = new IdleBudget(site.store());
            controllers = Controllers.start(site.store(), settings());
            site.node(FULL);
            for (int workload = 0; workload < workloads; workload++) {
                deploy("web-" + workload, replicas(workload));
            }
            Site.await("the node is full", PATIENCE, this::budgetsAllowOne);
            for (int other = 1; other <= 3; other++) {
                site.node("other-" + other);
            }
            budget = new BudgetWatch(site.store());
        }

        private void see(AuditEntry call) {
            if (call.resource().equals("pods/eviction")) {
                posts.incrementAndGet();
                if (call.succeeded()) {
                    idle.evicted(call.nanoTime());
                }
            }
        }

        private ControllerSettings settings() {
            PodBehaviour usual = PodBehaviour.USUAL;
            return ControllerSettings.DEFAULT
                    .withRoutineEvents(false)
                    .withKubelet(KubeletSettings.DEFAULT.withUsual(new PodBehaviour(
                            start, usual.readyAfter(), false, usual.shutdown(), usual.runFor(), usual.crashAfter())));
        }

        private void deploy(String app, int replicas) {
            site.create(ResourceTypes.DEPLOYMENT, """
                    {'metadata': {'name': '%1$s', 'namespace': 'shop'},
                     'spec': {'replicas': %2$d, 'selector': {'matchLabels': {'app': '%1$s'}},
                              'template': {'metadata': {'labels': {'app': '%1$s'}},
                                           'spec': {'containers': [{'name': 'main', 'image': 'v1',
                                               'resources': {'requests': {'cpu': '100m', 'memory': '128Mi'}}}]}}}}""".formatted(app, replicas));
            site.create(ResourceTypes.POD_DISRUPTION_BUDGET, """
                    {'metadata': {'name': '%1$s', 'namespace': 'shop'},
                     'spec': {'maxUnavailable': 1, 'selector': {'matchLabels': {'app': '%1$s'}}}}""".formatted(app));
        }

        private boolean budgetsAllowOne() {
            return site.store().list(ResourceTypes.POD_DISRUPTION_BUDGET).stream()
                    .allMatch(budget -> budget.json()
                                    .path("status")
                                    .path("disruptionsAllowed")
                                    .asInt()
                            == 1);
        }

        /** Seconds from {@code begun} until the node is empty. */
        double awaitEmpty(long begun) throws TimeoutException {
            Site.await("node " + FULL + " is empty", PATIENCE, () -> site.store()
                    .podsOnNode(FULL)
                    .isEmpty());
            return (System.nanoTime() - begun) / 1e9;
        }

        @Override
        public void close() throws IOException {
            budget.close();
            idle.close();
            controllers.close();
            site.close();
        }
    }

    void measure(Report report) throws Exception {
        Optional<Path> kubectl = kubectl();
        report.say(String.format(
                Locale.ROOT,
                "actuator: a node of %d pods is drained, budgets of one: %d; a replacement takes %.1f s to start, and the last pod"
                        + " %.1f s to end, so nobody can drain it in less than %.1f s",
                pods,
                workloads,
                start.toMillis() / 1e3,
                PodBehaviour.USUAL.shutdown().toMillis() / 1e3,
                least().toMillis() / 1e3));
        if (kubectl.isEmpty()) {
            report.say("SKIPPED: no kubectl on the PATH, so drainWallRatio" + name + " is not measured");
            ours(report);
            return;
        }
        var theirs = new KubectlSide(kubectl.get());
        Thread other = Thread.ofPlatform().start(theirs);
        double ours = ours(report);
        other.join();
        double seconds = theirs.seconds();
        report.compare(row("drain by kubectl, s"), Sample.of(seconds));
        report.compare(row("eviction POSTs by kubectl"), Sample.of(theirs.posts));
        report.value("drainWallRatio" + name, Sample.of(ours / seconds));
    }

    private Duration least() {
        return start.multipliedBy(replicas(0) - 1L).plus(PodBehaviour.USUAL.shutdown());
    }

    /** The pods, dealt to the workloads in turn. */
    private int replicas(int workload) {
        return pods / workloads + (workload < pods % workloads ? 1 : 0);
    }

    private String row(String what) {
        return name.isEmpty() ? what : what + " (" + name + ")";
    }

    private double ours(Report report) throws IOException, TimeoutException {
        try (Side side = new Side("drain")) {
            side.site.start(Site.usual());
            long begun = System.nanoTime();
            side.idle.begun(begun);
            side.site.send(Topic.MAINTENANCE_REQUESTS, Site.CLUSTER, """
                    {"id": "drain-full", "cluster": "%s", "requestedBy": "benchmark",
                     "action": {"type": "drain", "nodes": {"names": ["%s"]}, "then": "hold"},
                     "options": {"nodeDeadline": "PT1H"}}""".formatted(Site.CLUSTER, FULL));
            double seconds = side.awaitEmpty(begun);
            BudgetWatch.Seen seen = side.budget.seen();
            report.compare(row("drain by Plimsoll, s"), Sample.of(seconds));
            report.compare(row("eviction POSTs by Plimsoll"), Sample.of(side.posts.get()));
            if (workloads == 1) {
                side.idle.millis().ifPresent(idle -> report.compare(row("budget free until eviction, ms"), idle));
            }
            report.say(String.format(
                    Locale.ROOT,
                    "budgets looked at after each of %,d changes of their pods, %d violations, at most %d of one away",
                    seen.samples(),
                    seen.violations(),
                    seen.mostAway()));
            report.value("evictionPostsRatio" + name, Sample.of((double) side.posts.get() / pods));
            report.value("budgetViolations" + name, Sample.of((double) seen.violations()));
            return seconds;
        }
    }

    /** The same with {@code kubectl drain}. */
    private final class KubectlSide implements Runnable {
        private final Path executable;
        private volatile double seconds;
        private volatile int posts;
        private volatile String problem = "it did not end";

        KubectlSide(Path executable) {
            this.executable = executable;
        }

        @Override
        public void run() {
            try (Side side = new Side("kubectl")) {
                Path home = Files.createTempDirectory("kubectl-home");
                var builder = new ProcessBuilder(executable.toString(), "--server", side.site.url(), "drain", FULL)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("out").toFile());
                builder.environment().put("HOME", home.toString());
                builder.environment().put("KUBECONFIG", home.resolve("none").toString());
                long begun = System.nanoTime();
                Process process = builder.start();
                int code = process.waitFor();
                if (code == 0) {
                    seconds = side.awaitEmpty(begun);
                    posts = side.posts.get();
                    problem = "";
                } else {
                    problem = "it ended with " + code + ", its output is in " + home;
                }
            } catch (IOException | TimeoutException e) {
                problem = String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        double seconds() {
            if (!problem.isEmpty()) {
                throw new IllegalStateException("kubectl drain could not be measured: " + problem);
            }
            return seconds;
        }
    }

    private static Optional<Path> kubectl() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
