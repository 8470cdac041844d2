package io.plimsoll.simulator.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.engine.Change;
import io.plimsoll.simulator.engine.Cluster;
import io.plimsoll.simulator.engine.Reconciler;
import io.plimsoll.simulator.engine.WorkQueue;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.OwnerRef;
import io.plimsoll.simulator.objects.PodView;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Runs a Job's pods to their end: {@code parallelism} at a time until {@code completions} have succeeded. */
public final class JobController implements Reconciler {

    private static final String COMPONENT = "job-controller";
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(6);

    private final Cluster cluster;

    public JobController(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void observe(Change change, WorkQueue queue) {
        PodView pod = change.pod();
        if (pod != null) {
            OwnerRef controller = pod.controller();
            if (controller != null && controller.kind().equals("Job")) {
                queue.add(pod.namespace() + "/" + controller.name());
            }
        } else if (change.of(ResourceTypes.JOB)) {
            queue.add(change.key());
        }
    }

    @Override
    public void reconcile(String key, Instant now, WorkQueue queue) {
        StoredObject job = cluster.find(ResourceTypes.JOB, key);
        if (job == null || job.deleting() || expired(job, now, queue)) {
            return;
        }
        Collection<PodView> pods = cluster.podsOfController(job.uid());
        int succeeded = count(pods, "Succeeded");
        int failed = count(pods, "Failed");
        List<PodView> active = Replicas.active(pods);
        boolean over = Conditions.status(job.json(), "Complete").equals("True")
                || Conditions.status(job.json(), "Failed").equals("True");
        if (!over) {
            over = work(job, active, succeeded, failed, now, queue);
        }
        writeStatus(job, active, succeeded, failed, now);
        if (over) {
            active.forEach(pod -> cluster.delete(pod, DeleteOptions.GRACEFUL));
        }
    }

    /** @return whether the job is over */
    private boolean work(
            StoredObject job, List<PodView> active, int succeeded, int failed, Instant now, WorkQueue queue) {
        int parallelism = job.at("spec", "parallelism").asInt(1);
        int completions = job.at("spec", "completions").asInt(parallelism);
        if (succeeded >= completions) {
            end(job, "Complete", "CompletionsReached", "Reached expected number of succeeded pods", now);
            cluster.events().normal(job.json(), COMPONENT, "Completed", "Job completed");
            return true;
        }
        if (failed > job.at("spec", "backoffLimit").asInt(6)) {
            end(job, "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
            cluster.events()
                    .warning(
                            job.json(),
                            COMPONENT,
                            "BackoffLimitExceeded",
                            "Job has reached the specified backoff limit");
            return true;
        }
        if (job.at("spec", "suspend").asBoolean(false)) {
            active.forEach(pod -> cluster.delete(pod, DeleteOptions.GRACEFUL));
            return false;
        }
        Instant earliest = notBefore(job, failed);
        if (earliest.isAfter(now)) {
            queue.addAt(job.path(), earliest);
            return false;
        }
        int missing = Math.min(parallelism, completions - succeeded) - active.size();
        for (int i = 0; i < missing; i++) {
            ObjectNode pod = Templates.pod(job);
            Fields.ensure(pod, "metadata").put("generateName", job.name() + "-");
            Templates.label(pod, "job-name", job.name());
            Templates.label(pod, "batch.kubernetes.io/job-name", job.name());
            StoredObject created = cluster.store().create(ResourceTypes.POD, pod);
            cluster.events().routine(job.json(), COMPONENT, "SuccessfulCreate", "Created pod: " + created.name());
        }
        return false;
    }

    /** A failed pod is replaced after 10 s, the next after 20 s, and so on. */
    private Instant notBefore(StoredObject job, int failed) {
        Instant last = Instant.EPOCH;
        for (PodView pod : cluster.podsOfController(job.uid())) {
            if (pod.phase().equals("Failed")) {
                JsonNode ready = Conditions.find(pod.raw(), "Ready");
                Instant ended = ready == null ? null : Fields.instant(ready, "lastTransitionTime");
                last = ended != null && ended.isAfter(last) ? ended : last;
            }
        }
        if (failed == 0) {
            return last;
        }
        Duration backOff = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failed - 1, 10));
        return last.plus(backOff.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : backOff);
    }

    private boolean expired(StoredObject job, Instant now, WorkQueue queue) {
        JsonNode ttl = job.at("spec", "ttlSecondsAfterFinished");
        Instant completed = Fields.instant(job.json(), "status", "completionTime");
        if (ttl.isMissingNode() || completed == null) {
            return false;
        }
        Instant end = completed.plusSeconds(ttl.asLong());
        if (end.isAfter(now)) {
            queue.addAt(job.path(), end);
            return false;
        }
        cluster.delete(job, DeleteOptions.GRACEFUL);
        return true;
    }

    private void end(StoredObject job, String condition, String reason, String message, Instant now) {
        cluster.edit(job, tree -> {
            Conditions.set(tree, condition, true, reason, message, now);
            Fields.ensure(tree, "status").put("completionTime", Fields.time(now));
        });
    }

    private void writeStatus(StoredObject job, List<PodView> active, int succeeded, int failed, Instant now) {
        cluster.edit(job, tree -> {
            ObjectNode status = Fields.ensure(tree, "status");
            Templates.putIfAbsent(status, "startTime", Fields.time(now));
            status.put("active", active.size()).put("ready", Replicas.ready(active));
            status.put("succeeded", succeeded).put("failed", failed);
        });
    }

    private static int count(Collection<PodView> pods, String phase) {
        return (int) pods.stream().filter(pod -> pod.phase().equals(phase)).count();
    }
}
