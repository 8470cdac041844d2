package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.process.Service;
import io.plimsoll.sandbox.story.Terminal;
import io.plimsoll.sandbox.story.Terminal.Tone;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leaves broker, cluster and services running until it is interrupted. */
@Command(name = "sandbox", mixinStandardHelpOptions = true, description = "Broker, cluster and services, to play with.")
public final class SandboxCommand implements Callable<Integer> {

    /** What can be done with it. */
    enum Verb {
        UP
    }

    @Parameters(paramLabel = "up", description = "starts it; ends with ctrl-c")
    @SuppressWarnings("NullAway.Init")
    private Verb verb;

    @Option(
            names = "--cluster",
            defaultValue = "production",
            description = "production (1,523 nodes) or small (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Shape cluster;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "seconds of cluster time in a second (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(names = "--api-port", defaultValue = "0", description = "of the simulated API server (default: a free one)")
    private int apiPort;

    @Option(names = "--kafka-port", defaultValue = "0", description = "of the broker (default: a free one)")
    private int kafkaPort;

    @Option(names = "--actuator-port", defaultValue = "0", description = "of the actuator (default: a free one)")
    private int actuatorPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the recorded production data (default: ../shared/data)")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Override
    public Integer call() {
        if (!(speed > 0) || speed > 1000) {
            throw new Fault("--speed is a number above 0 and at most 1000, was " + speed);
        }
        Path root = RepositoryRoot.path();
        World.Plan plan =
                new World.Plan(root, data == null ? root.resolve("../shared/data") : data, apiPort, kafkaPort);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (World world = new World(plan, new WorldSettings(cluster, speed))) {
            Terminal terminal = new Terminal(System.out, Terminal.wantsColour(), world.clock());
            world.listen(Service.ACTUATOR, actuatorPort);
            world.open(sentence -> terminal.tell(Tone.FAINT, sentence));
            world.invitation().forEach(line -> terminal.print(Tone.PLAIN, line));
            terminal.print(Tone.TITLE, "Running; ctrl-c ends it.");
            interrupted.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
