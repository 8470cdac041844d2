package io.plimsoll.simulator.faults;

import io.plimsoll.simulator.store.Subscription;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A watch that is being served, and how it is made to end. */
public final class OpenWatch {

    /** Ways for a watch to end. */
    public enum Ending {
        /** The stream ends as it does at its time limit. */
        CLOSE,
        /** The connection is reset in the middle. */
        CUT,
        /** Nothing comes any more, and nobody says so: a half-open connection. */
        HANG,
        /** An ERROR frame with 410 Expired. */
        EXPIRE
    }

    private final Call call;
    private final Subscription subscription;
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile @Nullable Ending ending;

    public OpenWatch(Call call, Subscription subscription) {
        this.call = call;
        this.subscription = subscription;
    }

    public Call call() {
        return call;
    }

    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    void end(Ending how) {
        ending = how;
        subscription.nudge();
    }

    /** The client hung up, or a hanging watch is let go. */
    public void release() {
        gone.countDown();
        subscription.close();
    }

    public CountDownLatch gone() {
        return gone;
    }
}
