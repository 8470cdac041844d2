package io.plimsoll.actuator.service;

import io.plimsoll.actuator.journal.JournalWriter;
import io.plimsoll.actuator.messaging.AnswerWriter;
import io.plimsoll.actuator.messaging.FencedProducer;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.actuator.messaging.Outbox;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What one term alone writes with: whoever begins with them ends what an earlier term still has to write. */
record Writers(JournalWriter journal, AnswerWriter answers) implements AutoCloseable {

    /**
     * Begins with both at once; for whoever leads.
     *
     * @throws FencedProducer.Over where the broker doesn't let it
     */
    static Writers begin(KafkaSettings settings, Outbox outbox) {
        CompletableFuture<AnswerWriter> answers =
                CompletableFuture.supplyAsync(() -> AnswerWriter.begin(settings, outbox), Thread::startVirtualThread);
        JournalWriter journal;
        try {
            journal = JournalWriter.begin(settings);
        } catch (RuntimeException e) {
            answers.thenAccept(AnswerWriter::close);
            throw e;
        }
        try {
            return new Writers(journal, answers.join());
        } catch (CompletionException e) {
            journal.close();
            throw e.getCause() instanceof FencedProducer.Over over ? over : e;
        }
    }

    @Override
    public void close() {
        answers.close();
        journal.close();
    }
}
