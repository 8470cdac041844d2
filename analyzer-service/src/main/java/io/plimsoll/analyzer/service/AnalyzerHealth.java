package io.plimsoll.analyzer.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What the probes are told. */
@ApplicationScoped
public class AnalyzerHealth {

    private final Instance<KafkaStreams> streams;
    private final TopicWatch topics;
    private final Faults faults;
    private final StateDirectory directory;

    AnalyzerHealth(Instance<KafkaStreams> streams, TopicWatch topics, Faults faults, StateDirectory directory) {
        this.streams = streams;
        this.topics = topics;
        this.faults = faults;
        this.directory = directory;
    }

    /** Only a client that has given up needs a new process. */
    @Produces
    @Liveness
    @ApplicationScoped
    HealthCheck lives() {
        return () -> HealthCheckResponse.named("analyzer")
                .status(state() != KafkaStreams.State.ERROR)
                .build();
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck works() {
        return () -> {
            KafkaStreams.State state = state();
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("analyzer").withData("streams", state.name());
            String around = topics.fault() == null ? directory.fault() : topics.fault();
            String fault = around == null ? faults.last() : around;
            if (state == KafkaStreams.State.RUNNING && around == null) {
                faults.clear();
                return answer.up().build();
            }
            String reason = fault == null ? "the analysis is " + state.name() : fault;
            return answer.down().withData("reason", reason).build();
        };
    }

    private KafkaStreams.State state() {
        return streams.isResolvable() ? streams.get().state() : KafkaStreams.State.CREATED;
    }
}
