package io.plimsoll.analyzer.cases;

import static io.plimsoll.analyzer.cases.Drafts.budget;
import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;

import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.OwnerRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * A week of a recorded cluster as a log: its own nodes, arrivals and departures, with what people do to clusters besides.
 *
 * <p>Recorded (openb, in the shared data): nodes, and pods with their requests, kinds, and times of creation, placing and
 * deletion; pods it never placed wait here too. Made up around it: serving pods of one shape are a Deployment with a
 * budget of 10 %, batch pods are Jobs; each night 12 nodes are upgraded one after the other (cordoned, emptied through
 * the eviction API pod by pod, replaced) and 200 pods of a CronJob run for 20 minutes; each afternoon six Deployments roll.
 */
final class QuietWeek {

    private static final long DAY = 86_400;
    private static final long WEEK = 7 * DAY;
    /** The recording's busiest week, by arrivals. */
    private static final long FIRST_DAY = 142;

    private record Event(long second, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return second != other.second ? Long.compare(second, other.second) : Long.compare(order, other.order);
        }
    }

    private record Row(
            String name,
            long cpu,
            long memory,
            int gpus,
            String qos,
            String phase,
            long from,
            long to,
            boolean placed) {}

    private static final class Node {
        private final NodeDraft draft;
        private final int gpus;
        private long freeCpu;
        private long freeMemory;
        private int freeGpus;
        private boolean closed;
        private final List<Pod> pods = new ArrayList<>();

        private Node(NodeDraft draft, long cpu, long memory, int gpus) {
            this.draft = draft;
            this.gpus = gpus;
            this.freeCpu = cpu;
            this.freeMemory = memory;
            this.freeGpus = gpus;
        }

        private boolean takes(Row row) {
            return !closed && freeCpu >= row.cpu && freeMemory >= row.memory && freeGpus >= row.gpus;
        }

        private void hold(Pod pod, int sign) {
            freeCpu -= sign * pod.row.cpu;
            freeMemory -= sign * pod.row.memory;
            freeGpus -= sign * pod.row.gpus;
        }
    }

    private static final class Workload {
        private final String name;
        private final Set<Pod> pods = new HashSet<>();
        private final WorkloadDraft draft;
        private final BudgetDraft budget;
        private int hash = 1;
        private int wished;

        private Workload(String name) {
            this.name = name;
            this.draft = deployment("openb", name);
            this.budget = budget("openb", name).maxUnavailable("10%");
        }
    }

    private static final class Pod {
        private final Row row;
        private final String name;
        private final Workload workload;
        private PodDraft draft;
        private Node node;
        private boolean ready;
        private boolean gone;

        private Pod(Row row, String name, Workload workload) {
            this.row = row;
            this.name = name;
            this.workload = workload;
        }
    }

    private final Script script = Script.ticking(Duration.ofSeconds(30));
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Workload> workloads = new TreeMap<>();
    private final Set<String> neverPlaced = new HashSet<>();
    private long order;
    private long now;
    private int next;

    private QuietWeek() {}

    /** What came of the week: the log, and the workloads that the recorded cluster never found room for. */
    record Log(List<Fact> facts, Set<String> neverPlaced, int pods) {}

    static Log of(Path openb) throws IOException {
        var week = new QuietWeek();
        List<Row> rows = rows(openb.resolve("openb_pod_list_default.csv"));
        for (String line : lines(openb.resolve("openb_node_list_all_node.csv"))) {
            String[] f = line.split(",", -1);
            week.add(f[0], Long.parseLong(f[1]), Long.parseLong(f[2]) << 20, Integer.parseInt(f[3]), f[4], -12_960);
        }
        List<Draft<?>> first = new ArrayList<>();
        week.nodes.forEach(node -> first.add(node.draft));
        rows.stream().filter(row -> !row.qos.equals("BE")).forEach(row -> week.workload(row));
        week.workloads.values().forEach(workload -> {
            first.add(workload.draft.replicas(0).ready(0).updated(0));
            first.add(workload.budget.status(0, 0, 0, 0));
        });
        week.script.snapshot(first.toArray(new Draft<?>[0]));
        rows.forEach(row -> week.at(Math.max(0, row.from), () -> week.arrive(row, row.name)));
        for (int day = 0; day < 7; day++) {
            week.night(day);
        }
        week.play();
        return new Log(week.script.until(WEEK / 60.0).facts(), week.neverPlaced, rows.size());
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> all = Files.readAllLines(file);
        return all.subList(1, all.size());
    }

    private static List<Row> rows(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : lines(file)) {
            String[] f = line.split(",", -1);
            long from = Long.parseLong(f[8]) - FIRST_DAY * DAY;
            long to = f[9].isEmpty() ? Long.MAX_VALUE : Long.parseLong(f[9]) - FIRST_DAY * DAY;
            boolean placed = !f[10].isEmpty();
            if (from < WEEK && to > 0 && (placed || from >= 0)) {
                rows.add(new Row(
                        f[0],
                        Long.parseLong(f[1]),
                        Long.parseLong(f[2]) << 20,
                        Integer.parseInt(f[3]),
                        f[6],
                        f[7],
                        from,
                        to,
                        placed));
            }
        }
        return rows;
    }

    private void at(long second, Runnable what) {
        if (second < WEEK) {
            events.add(new Event(second, order++, what));
        }
    }

    private void play() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            now = event.second;
            event.what.run();
        }
    }

    private void feed(Draft<?> draft) {
        script.at(now / 60.0, draft);
    }

    private Node add(String name, long cpu, long memory, int gpus, String model, double createdMinute) {
        NodeDraft draft = node(name)
                .group(model.isEmpty() ? "cpu" : "gpu-" + model)
                .zone("abc".charAt(nodes.size() % 3) + "")
                .capacity(cpu, memory)
                .createdAt(createdMinute);
        Node added = new Node(draft, cpu, memory, gpus);
        nodes.add(added);
        return added;
    }

    private Workload workload(Row row) {
        String name = "%s-%dm-%dmi-%dgpu"
                .formatted(row.qos.toLowerCase(java.util.Locale.ROOT), row.cpu, row.memory >> 20, row.gpus);
        return workloads.computeIfAbsent(name, Workload::new);
    }

    // Pods

    private void arrive(Row row, String name) {
        boolean batch = row.qos.equals("BE");
        Workload workload = batch ? null : workload(row);
        Pod pod = new Pod(row, name, workload);
        if (workload != null) {
            workload.wished++;
        }
        begin(pod);
        at(row.to, () -> depart(pod));
    }

    private void begin(Pod pod) {
        Row row = pod.row;
        PodDraft draft = pod("openb", pod.name).uid(pod.name).createdAt(now / 60.0);
        if (pod.workload == null) {
            OwnerRef job = new OwnerRef("Job", "job-" + row.name, "job-" + row.name);
            draft.owners(job, job);
        } else {
            draft.of(pod.workload.name);
            pod.workload.pods.add(pod);
        }
        pod.draft = draft.requests(row.cpu, row.memory).limits(row.cpu, row.memory);
        feed(draft.phase("Pending", null, null).notReady());
        told(pod.workload);
        at(now + 1, () -> place(pod));
    }

    private void place(Pod pod) {
        if (pod.gone) {
            return;
        }
        Node node = pod.row.placed ? room(pod.row) : null;
        if (node == null) {
            neverPlaced.add(pod.workload == null ? "job-" + pod.row.name : pod.workload.name);
            feed(pod.draft.unschedulable());
            return;
        }
        pod.node = node;
        node.pods.add(pod);
        node.hold(pod, 1);
        feed(pod.draft.on(node.draft.name).condition("PodScheduled", "True", null));
        at(now + 20, () -> {
            if (!pod.gone) {
                pod.ready = true;
                feed(pod.draft.phase("Running", null, null).ready());
                told(pod.workload);
            }
        });
    }

    /** The next node, by turns, with room; machines with accelerators are kept for those who need them. */
    private Node room(Row row) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get((next + i) % nodes.size());
            if (node.takes(row) && (row.gpus > 0 || node.gpus == 0)) {
                next = (next + i + 7) % nodes.size();
                return node;
            }
        }
        return nodes.stream().filter(node -> node.takes(row)).findFirst().orElse(null);
    }

    private void depart(Pod pod) {
        if (pod.gone) {
            return;
        }
        if (pod.workload == null) {
            feed(pod.draft
                    .phase(pod.row.phase.equals("Failed") ? "Failed" : "Succeeded", null, null)
                    .notReady());
            at(now + 60, () -> end(pod));
        } else {
            pod.workload.wished--;
            leave(pod);
        }
    }

    private void leave(Pod pod) {
        pod.ready = false;
        feed(pod.draft.terminatingAt(now / 60.0 + 0.5).notReady());
        told(pod.workload);
        at(now + 20, () -> end(pod));
    }

    private void end(Pod pod) {
        if (pod.gone) {
            return;
        }
        pod.gone = true;
        script.deleted(now / 60.0, pod.draft);
        if (pod.node != null) {
            pod.node.pods.remove(pod);
            pod.node.hold(pod, -1);
        }
        if (pod.workload != null) {
            pod.workload.pods.remove(pod);
            told(pod.workload);
        }
    }

    /** The controllers' words on a workload and its budget. */
    private void told(Workload workload) {
        if (workload == null) {
            return;
        }
        int ready = (int) workload.pods.stream().filter(pod -> pod.ready).count();
        int wished = workload.wished;
        feed(workload.draft.replicas(wished).ready(ready));
        int desired = Math.max(0, wished - (int) Math.ceil(wished * 0.1));
        int allowed = wished == 0 ? 0 : Math.max(0, ready - desired);
        feed(workload.budget.status(allowed, ready, desired, wished));
    }

    // What people do

    private void night(int day) {
        long midnight = day * DAY;
        Row small = new Row("nightly", 500, 1L << 30, 0, "BE", "Succeeded", 0, 0, true);
        for (int i = 0; i < 200; i++) {
            String name = "nightly-" + day + "-" + i;
            Row row = new Row(
                    name, small.cpu, small.memory, 0, "BE", "Succeeded", midnight + 3600, midnight + 4800, true);
            at(row.from, () -> arrive(row, name));
        }
        for (int i = 0; i < 12; i++) {
            int index = day * 12 + i;
            at(midnight + 7200 + i * 900L, () -> upgrade(index));
        }
        at(midnight + 50_400, () -> workloads.values().stream()
                .sorted(java.util.Comparator.comparingInt((Workload w) -> -w.wished))
                .limit(6)
                .forEach(this::roll));
    }

    private void upgrade(int index) {
        Node old = nodes.get(index);
        old.closed = true;
        feed(old.draft.cordonedAt(now / 60.0));
        evictNext(old, index);
    }

    private void evictNext(Node old, int index) {
        Pod pod = old.pods.stream()
                .filter(other -> other.ready && other.workload != null)
                .findFirst()
                .orElse(null);
        if (pod != null) {
            feed(pod.draft.condition("DisruptionTarget", "True", "EvictionByEvictionAPI"));
            leave(pod);
            begin(new Pod(pod.row, pod.name + "e", pod.workload));
            at(now + 60, () -> evictNext(old, index));
        } else if (!old.pods.isEmpty()) {
            at(now + 60, () -> evictNext(old, index)); // batch pods are let finish
        } else {
            script.deleted(now / 60.0, old.draft);
            at(now + 120, () -> {
                String name = old.draft.name + "-v2";
                Node anew = new Node(
                        node(name)
                                .group("upgraded")
                                .zone("abc".charAt(index % 3) + "")
                                .capacity(old.freeCpu, old.freeMemory)
                                .createdAt(now / 60.0),
                        old.freeCpu,
                        old.freeMemory,
                        old.gpus);
                nodes.set(index, anew);
                feed(anew.draft);
            });
        }
    }

    private void roll(Workload workload) {
        workload.hash++;
        feed(workload.draft.templateHash("hash-" + workload.hash).updated(0));
        step(workload, new ArrayList<>(workload.pods), 0);
    }

    private void step(Workload workload, List<Pod> old, int done) {
        feed(workload.draft.updated(Math.min(done, workload.wished)));
        if (done >= old.size()) {
            feed(workload.draft.updated(workload.wished));
            return;
        }
        Pod pod = old.get(done);
        if (pod.gone || !pod.ready) {
            at(now + 1, () -> step(workload, old, done + 1));
            return;
        }
        begin(new Pod(pod.row, pod.name + "r", workload));
        at(now + 25, () -> {
            if (!pod.gone && pod.ready) {
                leave(pod);
            }
        });
        at(now + 50, () -> step(workload, old, done + 1));
    }
}
