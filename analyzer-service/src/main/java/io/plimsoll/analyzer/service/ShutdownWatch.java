package io.plimsoll.analyzer.service;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sees to it that the process ends when it was asked to.
 *
 * <p>Kafka Streams closes in order or not at all: with the broker gone it waits for ever. Nothing is lost by not waiting,
 * for a start after a crash is a start like any other.
 */
@ApplicationScoped
public class ShutdownWatch {

    private static final Logger LOG = Logger.getLogger(ShutdownWatch.class);
    /** As after SIGTERM. */
    private static final int TERMINATED = 143;

    private final Duration timeout;

    ShutdownWatch(AnalyzerKeys keys) {
        this.timeout = keys.closeTimeout();
    }

    void stopping(@Observes @Priority(1) ShutdownEvent stopping) {
        Thread.ofPlatform().daemon().name("shutdown-watch").start(this::endAnyway);
    }

    private void endAnyway() {
        try {
            Thread.sleep(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        LOG.warnf("not ended within %s, is the broker gone? ending without it", timeout);
        Runtime.getRuntime().halt(TERMINATED);
    }
}
