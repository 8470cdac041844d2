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
    Topology topology(AnalyzerKeys keys, TopicKeys topics, AnalysisMeters meters, StateDirectory directory) {
        if (!directory.usedAtStart()) {
            LOG.warnf(
                    "%s; until the next start the working set is kept in memory and in its changelog",
                    directory.fault());
        }
        Keeping keeping = directory.usedAtStart() ? Keeping.ON_DISK : Keeping.IN_MEMORY;
        return AnalysisTopology.build(
                AnalysisTopics.under(topics.prefix()), Settings.of(keys, topics), keeping, meters);
    }

    /** Whatever it was, the next thread begins where the last commit left off; it may have been mended meanwhile. */
    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler restarted(Faults faults, StateDirectory directory) {
        return failure -> {
            faults.add(failure);
            CorruptStore corrupt = CorruptStore.in(failure, directory.path());
            if (corrupt != null) {
                LOG.warnf("store files can't be read, they are built anew from the changelog: %s", corrupt.task());
                corrupt.delete();
            }
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
