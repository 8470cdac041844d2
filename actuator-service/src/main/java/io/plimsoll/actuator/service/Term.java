package io.plimsoll.actuator.service;

import io.plimsoll.actuator.campaign.Campaign;
import io.plimsoll.actuator.campaign.Effect;
import io.plimsoll.actuator.campaign.Helm;
import io.plimsoll.actuator.campaign.Ledger;
import io.plimsoll.actuator.campaign.NodeWork;
import io.plimsoll.actuator.campaign.Signal;
import io.plimsoll.actuator.cluster.Acts;
import io.plimsoll.actuator.cluster.Office;
import io.plimsoll.actuator.journal.Journal;
import io.plimsoll.actuator.messaging.AnswersGiven;
import io.plimsoll.actuator.messaging.Inbox;
import io.plimsoll.actuator.messaging.Outbox;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.signature.Door;
import io.plimsoll.actuator.signature.Keyring;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.DeadLetter;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One time of leading: reads the journal, frees what nobody works on any more, goes on with what was under way, then listens.
 */
final class Term implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Term.class.getName());

    private final ActuatorSettings settings;
    private final Outbox outbox;
    private final Accounts accounts;
    private final Ledger ledger;
    private final Conductor conductor;
    private final EffectRunner runner;
    private final RequestReader reader;
    private final @Nullable RequesterFile requesters;
    private final Inbox requests;
    private final Inbox decisions;

    /**
     * Begins.
     *
     * @param requesters null where signatures aren't required
     * @param office its epoch marks what is written down; in dry run the latest epoch found is gone on with
     */
    Term(
            ActuatorSettings settings,
            EffectRunner.Means means,
            ClusterView view,
            Office office,
            @Nullable RequesterFile requesters) {
        this.requesters = requesters;
        boolean writes = !settings.helm().dryRun();
        this.settings = settings;
        this.outbox = means.outbox();
        this.accounts = means.accounts();
        this.reader = new RequestReader(settings.cluster());
        Journal journal = new Journal(settings.kafka(), outbox, settings.cluster());
        this.ledger = journal.read();
        long found = Math.max(0, journal.latestEpoch());
        LongSupplier epoch = writes ? office::epoch : () -> found;
        Map<String, Instant> given = AnswersGiven.read(settings.kafka(), id -> ledger.campaign(id) != null);
        Helm helm = new Helm(settings.helm(), view, ledger);
        this.runner = new EffectRunner(means, settings.clock(), this::hear);
        this.conductor = new Conductor(
                helm,
                ledger,
                journal,
                settings.clock(),
                new Conductor.Mandate(epoch, office::leads),
                runner,
                means.measures());
        if (writes) {
            sweep(view, means.acts());
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
        conductor.start();
        this.requests = new Inbox(settings.kafka(), Topic.MAINTENANCE_REQUESTS, this::request);
        this.decisions = new Inbox(settings.kafka(), Topic.DECISIONS, this::decision);
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
        String first = conductor.problem();
        if (first != null) {
            return first;
        }
        return requests.problem() == null ? decisions.problem() : requests.problem();
    }

    /**
     * Marks of requests that nobody knows any more, or that have ended, are taken off. The others are put under this term's
     * epoch before anything else is done: whatever an earlier term may still send then fails its test.
     */
    private void sweep(ClusterView view, Acts acts) {
        for (Viewed<NodeState> node : view.nodes()) {
            if (node.state().annotations().containsKey(Acts.SCALE_DOWN_OURS)
                    && !ledger.marks().scaleDown().containsKey(node.name())) {
                LOG.log(System.Logger.Level.INFO, "orphaned suspension of scale-down ended: node=" + node.name());
                acts.scaleDown(node.name(), false);
            }
            String text = node.state().annotations().get(Claim.ANNOTATION);
            if (text == null) {
                continue;
            }
            try {
                Claim claim = Json.mapper().readValue(text, Claim.class);
                NodeWork work = ledger.node(node.name());
                if (work == null || !work.origin().equals(claim.request())) {
                    Task task = new Task(
                            claim.request(),
                            node.name(),
                            node.uid(),
                            Task.Goal.UNCORDON,
                            Duration.ZERO,
                            Task.OnDeadline.ROLLBACK,
                            null,
                            false);
                    LOG.log(
                            System.Logger.Level.INFO,
                            "orphaned claim freed: node=" + node.name() + " request=" + claim.request());
                    acts.release(task, claim, !claim.priorCordon());
                } else if (acts.takeOver(work.life().task(), claim.deadline()).answer()
                        instanceof NodeSignal.ClaimTaken taken) {
                    conductor.hear(new Signal.NodeAnswered(node.name(), work.origin(), taken));
                }
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                LOG.log(System.Logger.Level.WARNING, "claim can't be read, left alone: node=" + node.name());
            }
        }
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
            outbox.deadLetter(DeadLetter.of(
                    "actuator",
                    record,
                    why.code(),
                    why.message(),
                    settings.clock().instant()));
            outbox.flush();
        }
        if (reading instanceof Reading.Untrusted(var id, var cause)) {
            accounts.turnedAway(id == null ? "offset-" + record.offset() : id, cause);
        }
        if (reading instanceof Reading.Accepted(var request, var _)) {
            outbox.came(request.id(), record.headers());
        } else if (reading instanceof Reading.Signed(var request, var _)) {
            outbox.came(request.id(), record.headers());
        }
        return conductor.tell(new Signal.RequestCame(reading));
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
                yield conductor.tell(new Signal.DecisionCame(decision));
            }
            case Decoded.Tombstone<Decision> _ -> CompletableFuture.completedFuture(null);
            case Decoded.Bad<Decision>(var code, var message) -> {
                outbox.deadLetter(DeadLetter.of(
                        "actuator", record, code, message, settings.clock().instant()));
                outbox.flush();
                yield CompletableFuture.completedFuture(null);
            }
        };
    }

    @Override
    public void close() {
        requests.close();
        decisions.close();
        conductor.stop();
        runner.close();
    }
}
