package io.plimsoll.wire.read;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.PodUsage.ContainerUsage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes most often: usage and events. Each begins behind the body's {@code type}. */
final class SampleReader {

    private SampleReader() {}

    /** Null where a part is missing that isn't left out by our own writer. */
    static @Nullable PodUsage podUsage(Tokens in) throws IOException {
        Instant timestamp = null;
        Duration window = null;
        List<ContainerUsage> containers = List.of();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "timestamp" -> timestamp = in.instant();
                case "window" -> window = in.duration();
                case "containers" -> containers = in.list(SampleReader::container);
                default -> in.skip();
            }
        }
        return timestamp == null || window == null ? null : new PodUsage(timestamp, window, containers);
    }

    private static ContainerUsage container(Tokens in) throws IOException {
        String name = "";
        long cpuMillis = 0;
        long memoryBytes = 0;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "name" -> name = in.text();
                case "cpuMillis" -> cpuMillis = in.number();
                case "memoryBytes" -> memoryBytes = in.number();
                default -> in.skip();
            }
        }
        return new ContainerUsage(name, cpuMillis, memoryBytes);
    }

    static @Nullable NodeUsage nodeUsage(Tokens in) throws IOException {
        Instant timestamp = null;
        Duration window = null;
        long cpuMillis = 0;
        long memoryBytes = 0;
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "timestamp" -> timestamp = in.instant();
                case "window" -> window = in.duration();
                case "cpuMillis" -> cpuMillis = in.number();
                case "memoryBytes" -> memoryBytes = in.number();
                default -> in.skip();
            }
        }
        return timestamp == null || window == null ? null : new NodeUsage(timestamp, window, cpuMillis, memoryBytes);
    }

    static @Nullable EventState event(Tokens in) throws IOException {
        String eventType = null;
        String reason = "";
        String message = "";
        ObjectRef involved = null;
        Boolean uidMatch = null;
        int count = 0;
        int delta = 0;
        Instant firstAt = null;
        Instant lastAt = null;
        String component = null;
        String host = null;
        boolean aggregated = false;
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "eventType" -> eventType = in.text();
                case "reason" -> reason = in.text();
                case "message" -> message = in.unique();
                case "involved" -> involved = object(in);
                case "uidMatch" -> uidMatch = in.flag();
                case "count" -> count = in.integer();
                case "delta" -> delta = in.integer();
                case "firstAt" -> firstAt = in.instant();
                case "lastAt" -> lastAt = in.instant();
                case "component" -> component = in.text();
                case "host" -> host = in.text();
                case "aggregated" -> aggregated = in.flag();
                default -> in.skip();
            }
        }
        return involved == null
                ? null
                : new EventState(
                        eventType,
                        reason,
                        message,
                        involved,
                        uidMatch,
                        count,
                        delta,
                        firstAt,
                        lastAt,
                        component,
                        host,
                        aggregated);
    }

    private static ObjectRef object(Tokens in) throws IOException {
        String kind = null;
        String namespace = null;
        String name = null;
        String uid = null;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "kind" -> kind = in.text();
                case "namespace" -> namespace = in.text();
                case "name" -> name = in.unique();
                case "uid" -> uid = in.unique();
                default -> in.skip();
            }
        }
        if (kind == null || name == null) {
            throw new Tokens.UnexpectedToken(null);
        }
        return new ObjectRef(kind, namespace, name, uid);
    }
}
