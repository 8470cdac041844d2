package io.plimsoll.watcher.service;

import io.plimsoll.watcher.term.Watcher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the probes are told: whether it lives, whether it does its work and if not why, whether it has begun. */
@ApplicationScoped
public class WatcherHealth {

    private final RunningWatcher running;

    WatcherHealth(RunningWatcher running) {
        this.running = running;
    }

    /** A process whose main thread died can only be started anew. */
    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck lives() {
        return () -> HealthCheckResponse.named("watcher")
                .status(running.watcher() == null || running.watcher().isAlive())
                .build();
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck works() {
        return () -> {
            HealthCheckResponseBuilder answer = HealthCheckResponse.named("watcher");
            Watcher watcher = running.watcher();
            if (watcher == null) {
                return answer.down().withData("reason", "starting").build();
            }
            Watcher.State state = watcher.state();
            number(answer, "reason", state.unready());
            number(answer, "note", state.notes());
            return answer.withData("role", state.standsBy() ? "stand-by" : "leader")
                    .withData("synced", state.synced())
                    .status(state.unready().isEmpty() && state.synced())
                    .build();
        };
    }

    @Produces
    @Startup
    @ApplicationScoped
    HealthCheck started() {
        return () -> HealthCheckResponse.named("watcher")
                .status(running.watcher() != null)
                .build();
    }

    private static void number(HealthCheckResponseBuilder answer, String name, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            answer.withData(lines.size() == 1 ? name : name + "." + (i + 1), lines.get(i));
        }
    }
}
