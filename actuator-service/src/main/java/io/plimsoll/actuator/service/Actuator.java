package io.plimsoll.actuator.service;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.actuator.cluster.Acts;
import io.plimsoll.actuator.cluster.Api;
import io.plimsoll.actuator.cluster.Leadership;
import io.plimsoll.actuator.cluster.NoOffice;
import io.plimsoll.actuator.cluster.Notices;
import io.plimsoll.actuator.cluster.Office;
import io.plimsoll.actuator.cluster.Permissions;
import io.plimsoll.actuator.cluster.ServerClock;
import io.plimsoll.actuator.cluster.Watches;
import io.plimsoll.actuator.fault.BrokenTurn;
import io.plimsoll.actuator.fault.Faults;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.messaging.GroupOffice;
import io.plimsoll.actuator.messaging.Outbox;
import io.plimsoll.actuator.messaging.TopicCheck;
import io.plimsoll.actuator.view.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The actuator: watches the cluster, stands for election and, while it leads, carries out what topics ask for.
 *
 * <p>Until everything it needs is there (topics, permissions, a current view, the lease) it waits, says what is missing and
 * what mends it, and goes on by itself.
 */
public final class Actuator implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Actuator.class.getName());
    private static final Duration BETWEEN_CLOCKS = Duration.ofMinutes(1);

    /** After which the end of a term is no longer counted as one of a row. */
    private static final Duration LONG_TERM = Duration.ofMinutes(5);

    private final ActuatorSettings settings;
    private final Api api;
    private final Outbox outbox;
    private final Watches watches;
    private final Office leadership;
    private final EffectRunner.Means means;
    private final boolean writes;
    private final ServerClock serverClock;
    private final @Nullable RequesterFile requesters;
    private final Thread thread;
    private final Semaphore nudge = new Semaphore(0);
    private final Faults faults = new Faults();

    private volatile @Nullable Term term;
    private volatile List<String> problems = List.of("it is starting");
    private volatile List<String> warnings = List.of();
    private long clocksCompared = System.nanoTime() - BETWEEN_CLOCKS.toNanos();
    private int endsInARow;
    private long termSince;
    private volatile boolean stopped;

    /** Starts; the client is the caller's to close. */
    public Actuator(ActuatorSettings settings, KubernetesClient client, MeterRegistry registry) {
        this.settings = settings;
        this.requesters = settings.requesters() == null ? null : new RequesterFile(settings.requesters());
        this.writes = !settings.helm().dryRun();
        this.api = new Api(client, settings.apiPatience());
        this.serverClock = new ServerClock(api, settings.clock());
        this.outbox = new Outbox(settings.kafka());
        this.watches = new Watches(api, settings.cluster(), settings.ownGroupLabel(), this::changed);
        this.thread = Thread.ofPlatform().daemon().name("actuator").unstarted(this::run);
        this.leadership = writes
                ? new Leadership(
                        api,
                        settings.lease(),
                        settings.instance(),
                        settings.terms(),
                        InstantSource.system(),
                        this::leadershipChanged)
                : new GroupOffice(settings.kafka(), this::leadershipChanged);
        Office writer = writes ? leadership : new NoOffice();
        this.means = new EffectRunner.Means(
                new Acts(api, watches.view(), writer, settings.instance()),
                outbox,
                new Notices(api, settings.instance(), writer),
                new Accounts(outbox, settings.cluster(), settings.clock()),
                new Measures(registry),
                watches.view());
        thread.start();
    }

    public ClusterView view() {
        return watches.view();
    }

    public ActuatorSettings settings() {
        return settings;
    }

    /** What keeps it from its work, one line each, with what mends it; empty when nothing does. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        all.addAll(watches.problems());
        Term current = term;
        if (current != null && current.problem() != null) {
            all.add(current.problem());
        }
        if (current != null && requesters != null && requesters.problem() != null) {
            all.add(requesters.problem());
        }
        all.addAll(faults.problems());
        return all;
    }

    /** What somebody should look at though it keeps nothing from its work, one line each. */
    public List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        Term current = term;
        if (current != null) {
            all.addAll(current.warnings());
        }
        all.addAll(faults.warnings());
        return all;
    }

    /** Whether it leads and listens. */
    public boolean active() {
        return term != null && leadership.leads();
    }

    /** A question to what is remembered; empty while this instance doesn't lead. */
    public <T> Optional<CompletableFuture<T>> ask(BiFunction<Ledger, Instant, T> question) {
        Term current = term;
        return current == null
                ? Optional.empty()
                : Optional.of(current.conductor().ask(question));
    }

    private void changed() {
        Term current = term;
        if (current != null) {
            current.look();
        }
    }

    private void leadershipChanged() {
        nudge.release();
    }

    private void run() {
        while (!stopped) {
            try {
                step();
                compareClocks();
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                problems = List.of("it could not begin: " + e.getMessage());
                LOG.log(System.Logger.Level.WARNING, "term could not begin, tried again: " + e);
                sleepAfterFailure();
            }
        }
    }

    private void compareClocks() {
        if (System.nanoTime() - clocksCompared < BETWEEN_CLOCKS.toNanos()) {
            return;
        }
        clocksCompared = System.nanoTime();
        String found = serverClock.problem();
        if (found != null) {
            LOG.log(System.Logger.Level.WARNING, found);
        }
        warnings = found == null ? List.of() : List.of(found);
    }

    private void sleepAfterFailure() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void pause() throws InterruptedException {
        if (nudge.tryAcquire(term == null ? 200 : 1_000, TimeUnit.MILLISECONDS)) {
            nudge.drainPermits();
        }
    }

    private void step() throws InterruptedException {
        Term current = term;
        if (current != null && !leadership.leads()) {
            term = null;
            current.close();
            problems = List.of(String.valueOf(leadership.problem()));
        } else if (current != null && current.broken() != null) {
            BrokenTurn why = current.broken();
            faults.add(why);
            beginAnew(current, why.getMessage() + "; see the log", faults.unexplainedInARow());
        } else if (current != null && current.over() != null) {
            LOG.log(System.Logger.Level.WARNING, "term is over: " + current.over());
            beginAnew(current, String.valueOf(current.over()), ++endsInARow);
        } else if (current != null && System.nanoTime() - termSince > LONG_TERM.toNanos()) {
            endsInARow = 0;
        }
        if (term != null || stopped) {
            return;
        }
        List<String> missing = missing();
        if (!missing.equals(problems) && !missing.isEmpty()) {
            missing.forEach(line -> LOG.log(System.Logger.Level.WARNING, "waits: " + line));
        }
        if (missing.isEmpty()) {
            term = Term.begin(new Term.Circumstances(settings, means, leadership, requesters, faults));
            termSince = System.nanoTime();
        }
        problems = missing;
    }

    /**
     * What is in memory is worth nothing any more: the next term begins with what is written down. Calls under way are
     * answered first, and the view has a moment to show what came of them; where it happens again and again, the moments grow.
     */
    private void beginAnew(Term current, String why, int timesInARow) throws InterruptedException {
        problems = List.of("it begins anew: " + why);
        term = null;
        try {
            current.finish();
        } finally {
            current.close();
        }
        Thread.sleep(1_000L << Math.min(5, timesInARow));
    }

    private boolean topicsChecked;
    private boolean permissionsChecked;

    private List<String> missing() throws InterruptedException {
        if (requesters != null && requesters.keyring() == null) {
            return List.of(String.valueOf(requesters.problem()));
        }
        if (!topicsChecked) {
            List<String> topics = TopicCheck.problems(settings.kafka());
            if (!topics.isEmpty()) {
                return topics;
            }
            topicsChecked = true;
        }
        if (!permissionsChecked) {
            List<String> verbs =
                    Permissions.missing(api, writes, settings.helm().force(), settings.lease());
            if (!verbs.isEmpty()) {
                return verbs;
            }
            permissionsChecked = true;
        }
        List<String> stale = watches.problems();
        if (!stale.isEmpty()) {
            return stale;
        }
        return leadership.leads() ? List.of() : List.of(String.valueOf(leadership.problem()));
    }

    /** Ends as a killed process does: nothing is finished, nothing is given back. */
    public void kill() {
        stopped = true;
        leadership.abandon();
        stop();
    }

    /** Ends in order: the lease is given up, so that another may take it at once. */
    @Override
    public void close() {
        stopped = true;
        stop();
        leadership.close();
    }

    private void stop() {
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Term current = term;
        term = null;
        if (current != null) {
            current.close();
        }
        watches.close();
        outbox.close();
    }
}
