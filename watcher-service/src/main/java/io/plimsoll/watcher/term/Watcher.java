package io.plimsoll.watcher.term;

import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.watcher.api.ApiFailure;
import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.watcher.sink.SinkListener;
import io.plimsoll.watcher.sink.TopicCheck;
import io.plimsoll.watcher.watch.FactLog;
import io.plimsoll.watcher.watch.WatchListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One replica: cluster id, topic, lease, term, and from the start again whenever one of them is lost.
 *
 * <p>Whatever is missing is named by {@link #state()}, waited for, and gone on with once it is there.
 */
public final class Watcher implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Watcher.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Setup given;
    private final Term.Listeners listeners;
    private final Leadership leadership;
    private final Thread life;
    private volatile @Nullable String waitsFor = "starting";
    private volatile @Nullable Term term;
    private volatile boolean standsBy;
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    private Watcher(Setup given, Term.Listeners listeners) {
        this.given = given;
        this.listeners = listeners;
        this.leadership = new Leadership(given.client(), given.lease());
        this.life = Thread.ofPlatform().name("plimsoll-watcher").daemon().unstarted(this::live);
    }

    /** Starts a replica that nobody listens to. */
    public static Watcher start(Setup setup) {
        return start(setup, _ -> {}, WatchListener.NONE, log -> log);
    }

    /**
     * Starts a replica.
     *
     * @param onLog may stand between the loops and the log
     */
    public static Watcher start(Setup setup, SinkListener sink, WatchListener watch, UnaryOperator<FactLog> onLog) {
        Watcher watcher = new Watcher(setup, new Term.Listeners(sink, watch, onLog));
        watcher.life.start();
        return watcher;
    }

    /**
     * How a replica fares.
     *
     * @param standsBy whether another replica leads
     * @param synced whether every resource that can be had has been listed
     * @param unready why it doesn't do its work, one line each, with what mends it
     * @param notes what is worth knowing but nothing to wait for
     */
    public record State(
            boolean standsBy,
            boolean synced,
            List<String> unready,
            List<String> notes,
            Map<String, Currency> resources,
            int queueDepth,
            Duration oldestUnsent) {}

    public State state() {
        Term current = term;
        if (current == null) {
            return withoutTerm();
        }
        Standings standings = Standings.of(current.pulses());
        List<String> unready = new ArrayList<>(standings.unready());
        String fault = current.sink().fault();
        if (fault != null) {
            unready.add(fault);
        }
        Duration blocked = current.sink().blockedFor();
        if (blocked.compareTo(Duration.ofSeconds(30)) > 0) {
            unready.add("the queue is full and has held up the watches for " + blocked.toSeconds()
                    + " s; see whether the broker keeps up");
        }
        return new State(
                false,
                standings.synced(),
                unready,
                standings.notes(),
                current.currencies(),
                current.sink().depth(),
                current.sink().oldestUnsent());
    }

    private State withoutTerm() {
        if (!standsBy) {
            String reason = waitsFor;
            List<String> unready = reason == null ? List.of() : List.of(reason);
            return new State(false, false, unready, List.of(), Map.of(), 0, Duration.ZERO);
        }
        String trouble = leadership.trouble();
        List<String> unready = trouble == null ? List.of() : List.of(trouble);
        List<String> notes = List.of("stands by; leader is " + leadership.leader());
        return new State(true, true, unready, notes, Map.of(), 0, Duration.ZERO);
    }

    public boolean isAlive() {
        return life.isAlive();
    }

    /** Records given up unsent when terms ended; their objects are listed again by whoever came next. */
    public long dropped() {
        return dropped.get();
    }

    /** Stops in order: what was seen is written as far as the broker takes it, and the lease is given back. */
    @Override
    public void close() {
        closed = true;
        life.interrupt();
        try {
            life.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leadership.close();
    }

    private void live() {
        try {
            Setup setup = identified();
            while (!closed) {
                int partitions = awaitTopic(setup);
                standsBy = given.lease() != null;
                leadership.awaitLeading();
                standsBy = false;
                serve(setup, partitions);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Setup setup, int partitions) throws InterruptedException {
        Term begun;
        try {
            waitsFor = "reading what the log remembers";
            begun = Term.begin(setup, partitions, listeners, leadership::holds);
        } catch (KafkaException e) {
            waitsFor = "the log can't be read (" + e.getMessage() + "); see whether the broker at "
                    + setup.sink().broker() + " runs";
            Thread.sleep(RETRY);
            return;
        }
        LOG.log(Level.INFO, "term begins: cluster={0}", setup.sink().cluster());
        term = begun;
        waitsFor = null;
        Duration patience = Duration.ZERO;
        try {
            leadership.awaitLosing();
            LOG.log(
                    Level.WARNING,
                    "lease lost, term ends: cluster={0}",
                    setup.sink().cluster());
        } catch (InterruptedException e) {
            patience = FAREWELL;
            throw e;
        } finally {
            term = null;
            dropped.addAndGet(begun.end(patience));
        }
    }

    /** The setup with the cluster's name; where none is given, the uid of kube-system. */
    private Setup identified() throws InterruptedException {
        if (!given.sink().cluster().isEmpty()) {
            return given;
        }
        ApiServer server = new ApiServer(given.client(), given.clock(), Duration.ofSeconds(10));
        while (true) {
            try {
                String uid = server.object("/api/v1/namespaces/kube-system")
                        .path("metadata")
                        .path("uid")
                        .asText("");
                if (!uid.isEmpty()) {
                    return given.ofCluster(uid);
                }
                waitsFor = "namespace kube-system has no uid; set plimsoll.cluster";
            } catch (ApiFailure failure) {
                waitsFor = "the cluster's id can't be read (" + failure.getMessage()
                        + "); set plimsoll.cluster, or allow get on namespace kube-system";
            }
            Thread.sleep(RETRY);
        }
    }

    private int awaitTopic(Setup setup) throws InterruptedException {
        String told = null;
        while (true) {
            TopicCheck.Found found = checkTopic(setup);
            String wrong = found.wrong();
            if (wrong == null) {
                return found.partitions();
            }
            waitsFor = wrong;
            if (!wrong.equals(told)) {
                LOG.log(Level.WARNING, wrong);
                told = wrong;
            }
            Thread.sleep(RETRY);
        }
    }

    private static TopicCheck.Found checkTopic(Setup setup) throws InterruptedException {
        try {
            Admin admin = Admin.create(setup.sink().kafka());
            try {
                return TopicCheck.of(admin, setup.sink().topic(), setup.sink().broker());
            } finally {
                admin.close(Duration.ZERO); // it would wait a minute for a broker that isn't there
            }
        } catch (KafkaException e) {
            return new TopicCheck.Found(0, "no client for the broker: " + e.getMessage());
        }
    }
}
