package io.plimsoll.actuator.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.messaging.Inbox;
import io.plimsoll.wire.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader that breaks says so, tries again, and in the end goes on without what it breaks on. */
class InboxIT {

    private final Yard yard = new Yard(1);
    private final Broken hand = new Broken();
    private Inbox inbox = inbox();

    @AfterEach
    void close() {
        inbox.close();
        yard.close();
    }

    private Inbox inbox() {
        return new Inbox(yard.kafkaSettings(), Topic.MAINTENANCE_REQUESTS, hand);
    }

    @Test
    void aRecordThatCanNotBeTakenInIsSaidTriedAgainAndGivenUpForTheOthersSake() {
        yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, "before");
        Yard.await("the first is taken", () -> hand.taken.contains("before"));
        assertThat(inbox.problem()).isNull();

        yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, "poison");
        yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, "after");
        Yard.await("it is said", () -> inbox.problem() != null);
        String problem = inbox.problem();
        Yard.await("the next is taken", () -> hand.taken.contains("after"));
        Yard.await("all is well again", () -> inbox.problem() == null);

        assertThat(problem).contains(".maintenance.requests can't be read", "offset 1", "poison");
        assertThat(hand.tries).isEqualTo(3);
        assertThat(hand.givenUp).containsExactly("poison");
        inbox.close();
        inbox = inbox();
        yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, "last");
        Yard.await("another reader goes on", () -> hand.taken.contains("last"));
        assertThat(hand.givenUp).as("what was given up is not read again").containsExactly("poison");
    }

    /** Takes what it is handed, but for one. */
    private static final class Broken implements Inbox.Hand {
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private final List<String> givenUp = new CopyOnWriteArrayList<>();
        private volatile int tries;

        @Override
        public CompletableFuture<Void> take(ConsumerRecord<byte[], byte[]> record) {
            String text = new String(record.value(), UTF_8);
            if (text.equals("poison")) {
                tries++;
                throw new StackOverflowError("on " + text);
            }
            taken.add(text);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public void giveUp(ConsumerRecord<byte[], byte[]> record, Throwable why) {
            givenUp.add(new String(record.value(), UTF_8));
        }
    }
}
