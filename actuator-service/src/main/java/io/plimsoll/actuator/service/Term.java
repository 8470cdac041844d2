package io.plimsoll.actuator.service;

import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Helm;
import io.plimsoll.actuator.campaign.Signal;
import io.plimsoll.actuator.cluster.Office;
import io.plimsoll.actuator.fault.BrokenTurn;
import io.plimsoll.actuator.fault.Faults;
import io.plimsoll.actuator.journal.Journal;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.messaging.AnswersGiven;
import io.plimsoll.actuator.messaging.FencedProducer;
import io.plimsoll.actuator.messaging.Inbox;
import io.plimsoll.actuator.messaging.Outbox;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.signature.Door;
import io.plimsoll.actuator.signature.Keyring;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One time of leading: reads the journal, frees what nobody works on any more, goes on with what was under way, then listens.
 */
final class Term implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Term.class.getName());

    /** Names of other clusters that are told. */
    private static final int MOST_OTHERS = 100;

    private final ActuatorSettings settings;
    private final Outbox outbox;
    private final Accounts accounts;
    private final Writers writers;
    private final Ledger ledger;
    private final Conductor conductor;
    private final EffectRunner runner;
    private final RequestReader reader;
    private final @Nullable RequesterFile requesters;
    private final Faults faults;
    private final Measures measures;
    private final Set<String> others = ConcurrentHashMap.newKeySet();
    private final Inbox requests;
    private final Inbox decisions;
    private final Sweep sweep;

    /**
     * What every term of this instance begins with.
     *
     * @param requesters null where signatures aren't required
     * @param office its epoch marks what is written down; in dry run the latest epoch found is gone on with
     * @param faults what turns of earlier terms broke on
     */
    record Circumstances(
            ActuatorSettings settings,
            EffectRunner.Means means,
            Office office,
            @Nullable RequesterFile requesters,
            Faults faults) {}

    /**
     * Begins, for whoever leads.
     *
     * @throws FencedProducer.Over where the broker doesn't let this term write
     */
    static Term begin(Circumstances given) throws InterruptedException {
        Writers writers = Writers.begin(given.settings().kafka(), given.means().outbox());
        try {
            if (!given.office().leads()) {
                throw new IllegalStateException("another instance has begun to lead");
            }
            return new Term(given, writers);
        } catch (RuntimeException | InterruptedException e) {
            writers.close();
            throw e;
        }
    }

    private Term(Circumstances all, Writers writers) throws InterruptedException {
        this.settings = all.settings();
        this.writers = writers;
        this.requesters = all.requesters();
        this.faults = all.faults();
        this.measures = all.means().measures();
        EffectRunner.Means means = all.means();
        Office office = all.office();
        ClusterView view = means.view();
        boolean writes = !settings.helm().dryRun();
        this.outbox = means.outbox();
        this.accounts = means.accounts();
        this.reader = new RequestReader(settings.cluster());
        Journal journal = new Journal(settings.kafka(), writers.journal(), settings.cluster());
        this.ledger = journal.read();
        long found = Math.max(0, journal.latestEpoch());
        LongSupplier epoch = writes ? office::epoch : () -> found;
        journal.writeAnew(epoch.getAsLong(), settings.clock().instant());
        Map<String, Instant> given = AnswersGiven.read(settings.kafka(), id -> ledger.campaign(id) != null);
        Helm helm = new Helm(settings.helm(), view, ledger, faults);
        this.sweep = new Sweep(means.acts(), accounts, this::hear);
        this.runner = new EffectRunner(
                means, writers.answers(), sweep, settings.clock(), new EffectRunner.Origins(this::asker, this::hear));
        this.conductor = new Conductor(
                helm,
                ledger,
                journal,
                settings.clock(),
                new Conductor.Mandate(epoch, office::leads),
                runner,
                means.measures());
        if (writes) {
            sweep.over(view, ledger);
        }
        for (Campaign campaign : ledger.campaigns()) {
            Instant last = given.get(campaign.id());
            if (!campaign.decision() && !campaign.last().updatedAt().equals(last)) {
                runner.perform(
                        new Effect.Answer(campaign.last())); // written down, but the process ended before it was said
            }
        }
        LOG.log(
                System.Logger.Level.INFO,
                "term begins: epoch=" + epoch.getAsLong() + " requests="
                        + ledger.campaigns().size() + " nodesUnderWay="
                        + ledger.nodes().size());
        conductor.start(faults.unexplained());
        this.requests = new Inbox(settings.kafka(), Topic.MAINTENANCE_REQUESTS, hand(office, this::request));
        this.decisions = new Inbox(settings.kafka(), Topic.DECISIONS, hand(office, this::decision));
    }

    private @Nullable String asker(String origin) {
        Campaign campaign = ledger.campaign(origin);
        return campaign == null ? null : campaign.asker();
    }

    private void hear(Signal signal) {
        conductor.hear(signal);
    }

    void look() {
        conductor.look();
    }

    Conductor conductor() {
        return conductor;
    }

    @Nullable
    String problem() {
        return requests.problem() == null ? decisions.problem() : requests.problem();
    }

    /** Why nothing more comes of this term, and another has to begin; null while all is well. */
    @Nullable
    BrokenTurn broken() {
        return conductor.broken();
    }

    /** Why nothing can be written in this term any more, in one line; null while it can. */
    @Nullable
    String over() {
        FencedProducer.Over over = conductor.over() == null ? writers.answers().over() : conductor.over();
        return over == null ? null : over.getMessage();
    }

    /** Lets what has been asked of the API server be answered; for a term that broke off. */
    void finish() throws InterruptedException {
        runner.finish(settings.apiPatience());
    }

    /** What somebody should look at, one line each. */
    List<String> warnings() {
        return sweep.warnings();
    }

    private Inbox.Hand hand(Office office, Function<ConsumerRecord<byte[], byte[]>, CompletableFuture<Void>> taken) {
        return new Inbox.Hand() {
            @Override
            public CompletableFuture<Void> take(ConsumerRecord<byte[], byte[]> record) {
                return taken.apply(record);
            }

            @Override
            public boolean holds() {
                return office.leads();
            }

            @Override
            public void giveUp(ConsumerRecord<byte[], byte[]> record, Throwable why) {
                deadLetter(record, "INTERNAL_FAULT", "it can't be taken in: " + why + "; see the log");
            }
        };
    }

    private CompletableFuture<Void> request(ConsumerRecord<byte[], byte[]> record) {
        Reading reading = read(record);
        Cause why =
                switch (reading) {
                    case Reading.Refused(var _, var causes) -> causes.getFirst();
                    case Reading.Untrusted(var _, var cause) -> cause;
                    case Reading.Accepted _, Reading.Signed _, Reading.Elsewhere _, Reading.Nothing _ -> null;
                };
        if (why != null) {
            deadLetter(record, why.code(), why.message());
        }
        if (reading instanceof Reading.Elsewhere(var cluster)) {
            passedOver(cluster, record);
        }
        if (reading instanceof Reading.Untrusted(var id, var cause)) {
            accounts.turnedAway(id == null ? "offset-" + record.offset() : id, cause);
        }
        if (reading instanceof Reading.Accepted(var request, var _)) {
            outbox.came(request.id(), record.headers());
        } else if (reading instanceof Reading.Signed(var request, var _)) {
            outbox.came(request.id(), record.headers());
        }
        return tell(new Signal.RequestCame(reading), record);
    }

    /**
     * A request for another cluster is that one's to answer, and a misspelt name is nobody's: each name is told once, so that
     * whoever waits for an answer finds it.
     */
    private void passedOver(String cluster, ConsumerRecord<byte[], byte[]> record) {
        measures.elsewhere().increment();
        if (others.size() < MOST_OTHERS && others.add(cluster)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "requests for another cluster are passed over: cluster=" + cluster + " ours=" + settings.cluster()
                            + " partition=" + record.partition() + " offset=" + record.offset());
        }
    }

    /** What a turn broke on is kept with the dead letters as well, whole, for whoever looks for the cause. */
    private CompletableFuture<Void> tell(Signal signal, ConsumerRecord<byte[], byte[]> record) {
        String origin = signal.origin();
        if (origin != null && faults.known(origin)) {
            deadLetter(record, "INTERNAL_FAULT", "the work on " + origin + " broke; see the log");
        }
        return conductor.tell(signal);
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> record, String code, String message) {
        outbox.deadLetter(DeadLetter.of(
                "actuator", record, code, message, settings.clock().instant()));
    }

    private Reading read(ConsumerRecord<byte[], byte[]> record) {
        Instant now = settings.clock().instant();
        String schema = CloudEvents.text(record.headers(), "ce_dataschema");
        if (requesters == null) {
            String type = CloudEvents.text(record.headers(), CloudEvents.TYPE_HEADER);
            return reader.read(record.value(), type, schema, now);
        }
        Keyring keyring = requesters.keyring();
        return new Door(keyring == null ? new Keyring(List.of()) : keyring, reader).read(record.value(), schema, now);
    }

    private CompletableFuture<Void> decision(ConsumerRecord<byte[], byte[]> record) {
        String type = CloudEvents.text(record.headers(), CloudEvents.TYPE_HEADER);
        return switch (Decoded.of(record.value(), type, Decision.TYPE, Decision.class)) {
            case Decoded.Good<Decision>(var decision) -> {
                outbox.came(decision.id(), record.headers());
                yield tell(new Signal.DecisionCame(decision), record);
            }
            case Decoded.Tombstone<Decision> _ -> CompletableFuture.completedFuture(null);
            case Decoded.Bad<Decision>(var code, var message) -> {
                deadLetter(record, code, message);
                yield CompletableFuture.completedFuture(null);
            }
        };
    }

    @Override
    public void close() {
        requests.close();
        decisions.close();
        sweep.close();
        conductor.stop();
        runner.close();
        writers.close();
    }
}
