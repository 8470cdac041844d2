package io.plimsoll.wire.read;

import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.ContainerState.Termination;
import io.plimsoll.model.fact.Resources;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A container of a pod, with its amounts. */
final class ContainerReader {

    private static final ContainerState.Type[] TYPES = ContainerState.Type.values();

    private ContainerReader() {}

    static ContainerState container(Tokens in) throws IOException {
        String name = "";
        ContainerState.Type type = ContainerState.Type.REGULAR;
        Resources requests = Resources.NONE;
        Resources limits = Resources.NONE;
        boolean ready = false;
        int restarts = 0;
        String containerId = null;
        String state = null;
        String reason = null;
        Instant startedAt = null;
        Termination termination = null;
        Termination lastTermination = null;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "name" -> name = in.text();
                case "type" -> type = in.oneOf(TYPES);
                case "requests" -> requests = resources(in);
                case "limits" -> limits = resources(in);
                case "ready" -> ready = in.flag();
                case "restarts" -> restarts = in.integer();
                case "containerId" -> containerId = in.unique();
                case "state" -> state = in.text();
                case "reason" -> reason = in.text();
                case "startedAt" -> startedAt = in.instant();
                case "termination" -> termination = termination(in);
                case "lastTermination" -> lastTermination = termination(in);
                default -> in.skip();
            }
        }
        return new ContainerState(
                name,
                type,
                requests,
                limits,
                ready,
                restarts,
                containerId,
                state,
                reason,
                startedAt,
                termination,
                lastTermination);
    }

    static Resources resources(Tokens in) throws IOException {
        long cpuMillis = 0;
        long memoryBytes = 0;
        long ephemeralStorageBytes = 0;
        long pods = 0;
        Map<String, Long> other = Map.of();
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "cpuMillis" -> cpuMillis = in.number();
                case "memoryBytes" -> memoryBytes = in.number();
                case "ephemeralStorageBytes" -> ephemeralStorageBytes = in.number();
                case "pods" -> pods = in.number();
                case "other" -> other = amounts(in);
                default -> in.skip();
            }
        }
        return new Resources(cpuMillis, memoryBytes, ephemeralStorageBytes, pods, other);
    }

    private static Map<String, Long> amounts(Tokens in) throws IOException {
        Map<String, Long> amounts = new LinkedHashMap<>();
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            amounts.put(field, in.number());
        }
        return amounts;
    }

    private static Termination termination(Tokens in) throws IOException {
        String reason = null;
        int exitCode = 0;
        Instant startedAt = null;
        Instant finishedAt = null;
        String containerId = null;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "reason" -> reason = in.text();
                case "exitCode" -> exitCode = in.integer();
                case "startedAt" -> startedAt = in.instant();
                case "finishedAt" -> finishedAt = in.instant();
                case "containerId" -> containerId = in.unique();
                default -> in.skip();
            }
        }
        return new Termination(reason, exitCode, startedAt, finishedAt, containerId);
    }
}
