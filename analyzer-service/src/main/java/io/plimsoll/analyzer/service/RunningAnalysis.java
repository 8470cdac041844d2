package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.stream.AnalysisTopics;
import io.plimsoll.analyzer.stream.AnalysisTopology;
import io.plimsoll.analyzer.stream.Keeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/** Hands Quarkus the topology, and what is done when a thread of it dies. */
@ApplicationScoped
public class RunningAnalysis {

    private static final Logger LOG = Logger.getLogger(RunningAnalysis.class);
    private static final long PAUSE_MILLIS = 2_000;

    @Produces
    @Singleton
    Topology topology(AnalyzerKeys keys, TopicKeys topics, AnalysisMeters meters) {
        return AnalysisTopology.build(
                AnalysisTopics.under(topics.prefix()), Settings.of(keys, topics), Keeping.ON_DISK, meters);
    }

    /** Whatever it was, the next thread begins where the last commit left off; it may have been mended meanwhile. */
    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler restarted(Faults faults) {
        return failure -> {
            faults.add(failure);
            LOG.errorf(
                    failure,
                    "analysis stopped, trying again: thread=%s",
                    Thread.currentThread().getName());
            pause();
            return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
        };
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
