package io.plimsoll.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.objects.Conditions;
import io.plimsoll.simulator.objects.Fields;
import io.plimsoll.simulator.objects.QosClass;
import java.time.Instant;
import java.util.UUID;

/** Writes a pod's status as the kubelet would. */
final class PodStatuses {

    /** How a container ended. */
    record Exit(String reason, int code) {
        static final Exit COMPLETED = new Exit("Completed", 0);
        static final Exit ERROR = new Exit("Error", 1);
        static final Exit OOM_KILLED = new Exit("OOMKilled", 137);
        static final Exit LOST = new Exit("Unknown", 255);
    }

    private PodStatuses() {}

    static void running(ObjectNode pod, String hostIp, String podIp, boolean ready, Instant now) {
        ObjectNode status = Fields.ensure(pod, "status");
        status.put("phase", "Running");
        status.put("qosClass", QosClass.of(Fields.at(pod, "spec")));
        if (!status.has("startTime")) {
            status.put("startTime", Fields.time(now));
        }
        status.put("hostIP", hostIp).put("podIP", podIp);
        status.putArray("podIPs").addObject().put("ip", podIp);
        Conditions.set(pod, "Initialized", true, "", "", now);
        if (Conditions.find(pod, "PodScheduled") == null) {
            Conditions.set(pod, "PodScheduled", true, "", "", now);
        }
        ArrayNode containers = status.putArray("containerStatuses");
        for (JsonNode container : Fields.at(pod, "spec", "containers")) {
            ObjectNode running = containers.addObject();
            running.put("name", Fields.text(container, "name"))
                    .put("image", Fields.text(container, "image"))
                    .put("imageID", Fields.text(container, "image"))
                    .put("restartCount", 0);
            running.putObject("lastState");
            run(pod, running, now);
        }
        ready(pod, ready, now);
    }

    static void ready(ObjectNode pod, boolean ready, Instant now) {
        for (JsonNode container : Fields.at(pod, "status", "containerStatuses")) {
            boolean runs = container.path("state").has("running");
            ((ObjectNode) container).put("ready", ready && runs);
        }
        String names = ready ? "" : "containers with unready status: [" + firstContainer(pod) + "]";
        for (String condition : new String[] {"Ready", "ContainersReady"}) {
            Conditions.set(pod, condition, ready, ready ? "" : "ContainersNotReady", names, now);
        }
    }

    /** The container ended and will be started again, after a pause if it has been before. */
    static void backOff(ObjectNode pod, int container, Exit exit, boolean pause, Instant now) {
        ObjectNode status = containerStatus(pod, container);
        ObjectNode terminated = terminated(status, exit, now);
        status.put("ready", false).put("started", false);
        if (pause) {
            status.putObject("lastState").set("terminated", terminated);
            status.putObject("state")
                    .putObject("waiting")
                    .put("reason", "CrashLoopBackOff")
                    .put("message", "back-off restarting failed container");
        } else {
            status.putObject("state").set("terminated", terminated);
        }
        ready(pod, false, now);
    }

    static void restart(ObjectNode pod, int container, boolean ready, Instant now) {
        ObjectNode status = containerStatus(pod, container);
        JsonNode ended = Fields.at(status, "state", "terminated");
        if (!ended.isMissingNode()) {
            status.putObject("lastState").set("terminated", ended);
        }
        status.put("restartCount", Fields.integer(status, 0, "restartCount") + 1);
        run(pod, status, now);
        ready(pod, ready, now);
    }

    /** The node came back: every container was lost and runs anew. */
    static void rebooted(ObjectNode pod, Instant now) {
        int containers = Fields.at(pod, "status", "containerStatuses").size();
        for (int i = 0; i < containers; i++) {
            ObjectNode status = containerStatus(pod, i);
            status.putObject("lastState").set("terminated", terminated(status, Exit.LOST, now));
            restart(pod, i, true, now);
        }
    }

    /** All containers ended for good. */
    static void finished(ObjectNode pod, String phase, Exit exit, Instant now) {
        Fields.ensure(pod, "status").put("phase", phase);
        for (JsonNode container : Fields.at(pod, "status", "containerStatuses")) {
            ObjectNode status = (ObjectNode) container;
            ObjectNode terminated = terminated(status, exit, now);
            status.putObject("state").set("terminated", terminated);
            status.put("ready", false).put("started", false);
        }
        ready(pod, false, now);
        if (phase.equals("Succeeded")) {
            for (String condition : new String[] {"Ready", "ContainersReady", "Initialized"}) {
                Conditions.set(pod, condition, condition.equals("Initialized"), "PodCompleted", "", now);
            }
        }
    }

    static void evicted(ObjectNode pod, String message, Instant now) {
        finished(pod, "Failed", new Exit("Error", 137), now);
        Fields.ensure(pod, "status").put("reason", "Evicted").put("message", message);
        Conditions.set(pod, "DisruptionTarget", true, "TerminationByKubelet", message, now);
    }

    private static void run(ObjectNode pod, ObjectNode status, Instant now) {
        String id = UUID.nameUUIDFromBytes((Fields.text(pod, "metadata", "uid")
                                + Fields.text(status, "name")
                                + Fields.integer(status, 0, "restartCount"))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        status.put("containerID", "containerd://" + id + id).put("started", true);
        status.putObject("state").putObject("running").put("startedAt", Fields.time(now));
    }

    private static ObjectNode terminated(ObjectNode status, Exit exit, Instant now) {
        String started = Fields.text(status, "state", "running", "startedAt");
        return Fields.object()
                .put("containerID", Fields.text(status, "containerID"))
                .put("exitCode", exit.code)
                .put("reason", exit.reason)
                .put("startedAt", started.isEmpty() ? Fields.time(now) : started)
                .put("finishedAt", Fields.time(now));
    }

    private static ObjectNode containerStatus(ObjectNode pod, int container) {
        return (ObjectNode) Fields.at(pod, "status", "containerStatuses").get(container);
    }

    private static String firstContainer(ObjectNode pod) {
        return Fields.text(Fields.at(pod, "spec", "containers").path(0), "name");
    }
}
