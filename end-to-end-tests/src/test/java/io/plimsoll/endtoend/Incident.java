package io.plimsoll.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceRequest.Nodes;
import io.plimsoll.model.maintenance.MaintenanceRequest.RequestedAction;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.sandbox.listen.Heard;
import io.plimsoll.sandbox.listen.Listener;
import io.plimsoll.sandbox.process.Service;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.JsonSerde;
import io.plimsoll.wire.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A rolling patch, a mass cordon in the middle of it, and something that befalls each service once; the broker is restarted.
 * What must come of it is the same as if nothing had happened.
 */
final class Incident implements AutoCloseable {

    /** What befalls each service. */
    enum Fate {
        /** SIGKILL, and a start on the same state. */
        KILLED,
        /** Another instance is started beside it, then it is asked to end: a rolling update. */
        REPLACED
    }

    private static final String REQUEST = "patch-under-fire";
    private static final List<String> PATCHED = List.of("pool-a-1", "pool-a-2");
    private static final List<String> CORDONED = List.of("pool-a-4", "pool-a-5", "pool-a-6", "pool-a-7");

    private final World world;
    private final Fate fate;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    Incident(World world) {
        this(world, Fate.KILLED);
    }

    Incident(World world, Fate fate) {
        this.world = world;
        this.fate = fate;
    }

    void play() {
        world.open(_ -> {});
        try (Listener _ = Listener.start(world.bootstrapServers(), world.prefix(), heard::add)) {
            ask();
            await("the first node to be drained", 60, () -> acts("cordon")
                    .findAny()
                    .isPresent());
            befalls(Service.ACTUATOR, () -> {});

            world.operations().cordon(CORDONED);
            await("C1 critical", 60, () -> alerts(AlertState.FIRING).anyMatch(a -> a.code() == AlertCode.C1));
            await("the pause", 60, () -> decisions(Action.PAUSE_MAINTENANCE) > 0);
            befalls(Service.ANALYZER, () -> {});

            befalls(Service.WATCHER, () -> world.operations().uncordon(CORDONED));

            world.restartBroker();
            await("the resume", 120, () -> decisions(Action.RESUME_MAINTENANCE) > 0);
            await("the end of the patch", 120, () -> statuses().anyMatch(MaintenanceStatus::terminal));
        }
    }

    void endedRight() {
        patchSucceededOnce();
        massCordonWasOneEpisode();
        noPodWasEvictedTwice();
        nothingOfOursStayed();
        everyRecordIsAsPublished();
    }

    private void everyRecordIsAsPublished() {
        PublishedContract contract = new PublishedContract();
        List<ConsumerRecord<byte[], byte[]>> records =
                PublishedContract.everything(world.bootstrapServers(), world.prefix());
        assertThat(records.stream().map(ConsumerRecord::topic).distinct())
                .contains(
                        Topic.FACTS.under(world.prefix()),
                        Topic.ALERTS.under(world.prefix()),
                        Topic.ALERTS_HISTORY.under(world.prefix()),
                        Topic.DECISIONS.under(world.prefix()),
                        Topic.MAINTENANCE_REQUESTS.under(world.prefix()),
                        Topic.MAINTENANCE_STATUS.under(world.prefix()),
                        Topic.AUDIT.under(world.prefix()));
        assertThat(records.stream().flatMap(record -> contract.faults(record).stream()))
                .as("departures from the published contract")
                .isEmpty();
    }

    private void patchSucceededOnce() {
        Set<RequestState> ends = statuses()
                .filter(MaintenanceStatus::terminal)
                .map(MaintenanceStatus::state)
                .collect(Collectors.toSet());
        assertThat(ends).as("terminal answers").containsExactly(RequestState.SUCCEEDED);
        List<Integer> progress = statuses().map(MaintenanceStatus::progress).toList();
        assertThat(progress).as("progress").isSorted();
    }

    private void massCordonWasOneEpisode() {
        List<Alert> massCordon = heard.stream()
                .flatMap(h -> h instanceof Heard.HeardAlert(var alert) ? Stream.of(alert) : Stream.empty())
                .filter(alert -> alert.code() == AlertCode.C1 && alert.subtype() == null)
                .filter(alert -> alert.subject().kind().equals("Cluster"))
                .toList();
        assertThat(massCordon.stream().map(Alert::id).collect(Collectors.toSet()))
                .as("episodes of C1")
                .hasSize(1);
        assertThat(massCordon.getLast().state()).isEqualTo(AlertState.RESOLVED);
    }

    private void noPodWasEvictedTwice() {
        Map<String, Long> evictions = world.simulated().simulator().audit().evictions().stream()
                .filter(AuditEntry::succeeded)
                .collect(Collectors.groupingBy(AuditEntry::uidPrecondition, Collectors.counting()));
        assertThat(evictions)
                .as("evictions by uid")
                .isNotEmpty()
                .doesNotContainKey("")
                .allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
    }

    private void nothingOfOursStayed() {
        List<StoredObject> nodes = world.simulated().simulator().store().list(ResourceTypes.NODE);
        assertThat(nodes).allSatisfy(node -> {
            assertThat(node.at("spec", "unschedulable").asBoolean(false))
                    .as(node.name() + " cordoned")
                    .isFalse();
            assertThat(node.at("metadata", "annotations").toString()).doesNotContain("plimsoll.io/");
        });
    }

    private void ask() {
        MaintenanceRequest request = new MaintenanceRequest(
                REQUEST,
                world.cluster(),
                "patching",
                new RequestedAction("drain", new Nodes(PATCHED, null), "uncordon", null, null, null),
                "kernel",
                null,
                null,
                null,
                null,
                null);
        CloudEvents.Context context = new CloudEvents.Context(
                REQUEST, "/patching", MaintenanceRequest.TYPE, world.clock().instant(), REQUEST);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", world.bootstrapServers()),
                new StringSerializer(),
                JsonSerde.of(MaintenanceRequest.class).serializer())) {
            producer.send(new ProducerRecord<>(
                    Topic.MAINTENANCE_REQUESTS.under(world.prefix()),
                    null,
                    world.cluster(),
                    request,
                    CloudEvents.headers(context)));
        }
    }

    /** @param meanwhile what is done while the service is away, or has another beside it */
    private void befalls(Service service, Runnable meanwhile) {
        switch (fate) {
            case KILLED -> {
                world.process(service).kill();
                meanwhile.run();
                world.start(service);
                world.process(service).awaitReady(Duration.ofSeconds(60));
            }
            case REPLACED -> {
                meanwhile.run();
                world.replace(service);
            }
        }
    }

    private Stream<Alert> alerts(AlertState state) {
        return heard.stream()
                .flatMap(h -> h instanceof Heard.HeardAlert(var alert) ? Stream.of(alert) : Stream.empty())
                .filter(alert -> alert.state() == state);
    }

    private long decisions(Action action) {
        return heard.stream()
                .filter(h -> h instanceof Heard.HeardDecision(var decision) && decision.action() == action)
                .count();
    }

    private Stream<String> acts(String act) {
        return heard.stream()
                .flatMap(h -> h instanceof Heard.HeardAct(var record) ? Stream.of(record) : Stream.empty())
                .filter(record -> record.act().equals(act))
                .map(record -> record.target().name());
    }

    private Stream<MaintenanceStatus> statuses() {
        return heard.stream()
                .flatMap(h -> h instanceof Heard.HeardStatus(var status) ? Stream.of(status) : Stream.empty())
                .filter(status -> status.request().equals(REQUEST));
    }

    private void await(String what, int seconds, BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(
                            "waited %d s for %s; heard %s; logs with the services: %s",
                            seconds, what, summary(), world.invitation())
                    .isLessThan(deadline);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    private Map<String, Long> summary() {
        Function<Heard, String> shape = item -> switch (item) {
            case Heard.HeardAlert(var alert) -> "alert " + alert.code().code() + " " + alert.state();
            case Heard.HeardDecision(var decision) -> "decision " + decision.action();
            case Heard.HeardStatus(var status) ->
                "answer " + status.request() + " " + status.state().wireName();
            case Heard.HeardAct(var act) -> "act " + act.act();
        };
        return heard.stream().collect(Collectors.groupingBy(shape, Collectors.counting()));
    }

    @Override
    public void close() {
        world.close();
    }
}
