package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.story.Performance;
import io.plimsoll.sandbox.story.Scenario;
import io.plimsoll.sandbox.story.Scenarios;
import io.plimsoll.sandbox.story.Terminal;
import io.plimsoll.sandbox.story.Terminal.Tone;
import io.plimsoll.sandbox.world.SandboxBroker;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.wire.time.ClusterClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The simulated cluster for services that run elsewhere, in containers say: plays an incident once they see it all. */
@Command(
        name = "incident",
        mixinStandardHelpOptions = true,
        description = "A simulated cluster for services that run elsewhere; plays an incident, then stays up.")
public final class IncidentCommand implements Callable<Integer> {

    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            defaultValue = "mass-cordon",
            description = "as for the demo (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String scenarioName;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KafkaOptions kafka;

    @Option(names = "--ready", paramLabel = "URL", description = "answers 200 before the incident begins; repeatable")
    private List<URI> ready = List.of();

    @Option(
            names = "--patience",
            defaultValue = "1",
            description = "how many times longer than usual to wait for what is expected (default: ${DEFAULT-VALUE})")
    private double patience;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "listened on (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String host;

    @Option(names = "--api-port", defaultValue = "0", description = "of the API server (default: a free one)")
    private int apiPort;

    @Option(
            names = "--speed",
            defaultValue = "${env:PLIMSOLL_CLOCK_SPEED:-1}",
            description = "seconds of cluster time in a second (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(
            names = "--origin",
            defaultValue = "${env:PLIMSOLL_CLOCK_ORIGIN:-}",
            description = "when both clocks showed the same, as the services are told (default: now)")
    @Nullable
    private String origin;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the recorded production data (default: a generated one)")
    @Nullable
    private Path data;

    @Override
    public Integer call() throws InterruptedException {
        if (!(speed > 0) || speed > 1000) {
            throw new Fault("--speed is a number above 0 and at most 1000, was " + speed);
        }
        Scenario scenario = Scenarios.named(scenarioName);
        Path here = Path.of("").toAbsolutePath();
        World.Plan plan = new World.Plan(
                here,
                data == null ? here.resolve("no-recording") : data,
                apiPort,
                0,
                address(),
                World.Services.ELSEWHERE);
        WorldSettings settings = new WorldSettings(scenario.world().shape(), speed);
        try (World world = new World(
                plan,
                settings,
                new ClusterClock(InstantSource.system(), origin(), speed),
                () -> SandboxBroker.at(kafka.bootstrapServers))) {
            Terminal terminal = new Terminal(System.out, Terminal.wantsColour(), world.clock());
            terminal.print(Tone.TITLE, "Plimsoll incident " + scenario.name() + ": " + scenario.title() + ".");
            world.open(sentence -> terminal.tell(Tone.FAINT, sentence));
            for (URI url : ready) {
                awaitReady(url);
                terminal.tell(Tone.FAINT, url + " is ready");
            }
            world.invitation().forEach(line -> terminal.print(Tone.FAINT, line));
            Performance performance = new Performance(scenario, world, terminal, patience);
            performance.play();
            System.out.println(performance.json());
            terminal.print(Tone.TITLE, "The cluster stays up; ctrl-c ends it.");
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private static void awaitReady(URI url) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(url).timeout(ANSWER_WITHIN).build();
            while (System.nanoTime() < deadline) {
                try {
                    if (http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // not yet
                }
                Thread.sleep(ASK_AGAIN);
            }
        }
        throw new Fault(url + " did not say that it is ready within " + READY_WITHIN.toMinutes() + " min");
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Fault("--host must be an address of this machine, was " + host);
        }
    }

    private Instant origin() {
        if (origin == null || origin.isBlank()) {
            if (speed != 1) {
                throw new Fault("--origin is needed where --speed isn't 1: give the services the same one");
            }
            return Instant.now();
        }
        try {
            return Instant.parse(origin);
        } catch (java.time.DateTimeException e) {
            throw new Fault("--origin is an instant like 2026-01-01T00:00:00Z, was " + origin);
        }
    }
}
