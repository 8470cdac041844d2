package io.plimsoll.sandbox.story;

import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.listen.Heard;
import io.plimsoll.sandbox.story.Terminal.Tone;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.wire.CloudEvents;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.JsonSerde;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a scenario may do: act on the cluster as its people and scripts would, ask for maintenance, listen, narrate. */
public final class Stage {

    private static final int AT_A_TIME = 16;

    private final World world;
    private final Terminal terminal;
    private final Observations observations;
    private final double slower;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param slower how many times longer everything may take than the scenario was written for */
    Stage(World world, Terminal terminal, Observations observations, double slower) {
        this.slower = slower;
        this.world = world;
        this.terminal = terminal;
        this.observations = observations;
    }

    World world() {
        return world;
    }

    void tell(String sentence) {
        terminal.tell(Tone.TITLE, sentence);
    }

    /** Waits, at most so long in machine time at the scenario's own speed; says so when it was in vain. */
    boolean await(String what, Predicate<Heard> wanted, Duration usualPatience) {
        Duration patience = Duration.ofMillis((long) (usualPatience.toMillis() * slower));
        boolean heard = observations.await(wanted, patience);
        if (!heard) {
            terminal.tell(Tone.BAD, "waited " + patience.toSeconds() + " s in vain for " + what);
        }
        return heard;
    }

    boolean hasHeard(Predicate<Heard> wanted) {
        return observations.await(wanted, Duration.ZERO);
    }

    /** Publishes a request as any Kafka client would. */
    void ask(MaintenanceRequest request) {
        String id = String.valueOf(request.id());
        CloudEvents.Context context = new CloudEvents.Context(
                id,
                "/patching/" + request.cluster(),
                MaintenanceRequest.TYPE,
                world.clock().instant(),
                id);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", world.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                JsonSerde.of(MaintenanceRequest.class).serializer())) {
            String topic = Topic.MAINTENANCE_REQUESTS.under(world.prefix());
            producer.send(new ProducerRecord<>(
                    topic, null, String.valueOf(request.cluster()), request, CloudEvents.headers(context)));
            producer.flush();
        }
    }

    /** Cordons or uncordons nodes, some at a time, as a script with {@code xargs -P} would. */
    void setUnschedulable(List<String> nodes, boolean unschedulable, String script) {
        String patch = Json.mapper()
                .createObjectNode()
                .set("spec", Json.mapper().createObjectNode().put("unschedulable", unschedulable))
                .toString();
        try (var hands = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> all = new ArrayList<>();
            for (String node : nodes) {
                String path = "/api/v1/nodes/" + node + "?fieldManager=" + script;
                all.add(hands.submit(() -> patch(path, patch, script)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Fault fault ? fault : new Fault("the nodes could not be changed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("interrupted", e);
        }
    }

    /** A merge patch by somebody. */
    void patch(String path, String body, String userAgent) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.apiServerUrl() + path))
                .header("Content-Type", "application/merge-patch+json")
                .header("User-Agent", userAgent)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new Fault("the API server refused " + path + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new Fault("the API server did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("interrupted", e);
        }
    }

    /** Lets a duration of cluster time pass. */
    void pass(Duration clusterTime) {
        try {
            Thread.sleep(world.clock().machineTime(clusterTime));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("interrupted", e);
        }
    }
}
