package io.plimsoll.watcher.project;

import io.plimsoll.model.Quantity;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.PodUsage;
import java.time.Duration;
import java.time.Instant;

/** What is kept of metrics.k8s.io: its own time stamp and window, never the time of the poll. */
final class UsageProjection {

    private UsageProjection() {}

    static NodeUsage node(Reading metrics, Instant observedAt) {
        Reading usage = metrics.at("usage");
        return new NodeUsage(
                timestamp(metrics, observedAt),
                window(metrics),
                usage.quantity("cpu", Quantity::milliUnits),
                usage.quantity("memory", Quantity::wholeUnits));
    }

    static PodUsage pod(Reading metrics, Instant observedAt) {
        return new PodUsage(
                timestamp(metrics, observedAt),
                window(metrics),
                metrics.list("containers", UsageProjection::container));
    }

    private static PodUsage.ContainerUsage container(Reading container) {
        Reading usage = container.at("usage");
        return new PodUsage.ContainerUsage(
                container.textOr("name", ""),
                usage.quantity("cpu", Quantity::milliUnits),
                usage.quantity("memory", Quantity::wholeUnits));
    }

    private static Instant timestamp(Reading metrics, Instant observedAt) {
        Instant timestamp = metrics.instant("timestamp");
        if (timestamp == null) {
            metrics.report("timestamp", "is missing; the time of the poll stands for it");
            return observedAt;
        }
        return timestamp;
    }

    private static Duration window(Reading metrics) {
        Duration window = GoDuration.read(metrics, "window");
        return window == null ? Duration.ZERO : window;
    }
}
